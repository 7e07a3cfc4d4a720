import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import type { packageSchema } from "../schema.js";
import type * as z from "zod/mini";

type Statement = NonNullable<z.infer<typeof packageSchema>["vex"]>[number];

/** E218: statements on vulnerabilities are whole, each there once, and the patches that they name are applied. */
export const vexRule: Rule = ({ source, parsed }) => {
  if (parsed.kind === "pallet" || parsed.vex === undefined) return [];
  const { vex, patches = [] } = parsed;
  const names = vex.map(({ vulnerability }) => vulnerability);
  return vex.flatMap((statement, index) =>
    [
      ...formFaults(statement),
      ...patchFaults(statement, patches),
      ...(names.indexOf(statement.vulnerability) === index
        ? []
        : [
            [
              "vulnerability",
              `${statement.vulnerability} is there twice`,
              "join the two: one of them would be wrong.",
            ] as const,
          ]),
    ].map(
      ([key, message, hint]): Diagnostic => ({
        code: "E218",
        file: source.file,
        path: ["vex", index, key],
        message,
        hint,
      }),
    ),
  );
};

/** The key at fault, a message, and what to do. */
type Fault = readonly [key: keyof Statement, message: string, hint: string];

function formFaults({ status, justification }: Statement): Fault[] {
  if (status === "not_affected" && justification === undefined)
    return [["status", "'not_affected' needs a justification", "add `justification`; docs/vex.md lists the five."]];
  if (status !== "not_affected" && justification !== undefined)
    return [["justification", `'${status}' takes no justification`, "the reason alone says why."]];
  return [];
}

/** Where the statement rests on a patch, that patch must be one that the build applies. */
function patchFaults({ status, patch }: Statement, patches: readonly string[]): Fault[] {
  if (patch === undefined) return [];
  if (status !== "fixed" && status !== "not_affected")
    return [["patch", `'${status}' rests on no patch`, "say `fixed`, or leave the patch out."]];
  if (patches.includes(patch)) return [];
  return [["patch", `the patch '${patch}' is not applied`, "name it in `patches`, where the build applies it."]];
}
