import type { Parsed } from "../schema.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { literal, type Rule } from "../rule.js";

type ScratchStep = Extract<Extract<Parsed, { kind: "package" }>["build"], { kind: "scratch" }>["steps"][number];

/** Nothing that a Containerfile or a list of paths would read as more than a letter of the path. */
const plain = /^(?!.*\/\.{1,2}(?:\/|$))(?:\/[A-Za-z0-9._+~@%,=:[\]-]+)+$/;

/** E212: paths in an image are absolute and plain, because nothing defines what they would be relative to. */
export const pathsRule: Rule = ({ source: { file }, parsed }) => {
  const check = (text: string | undefined, path: readonly (string | number)[]): Diagnostic[] =>
    text === undefined || plain.test(text) || text === "/"
      ? []
      : [
          {
            code: "E212",
            file,
            path,
            ...(path[0] === "build" ? { near: literal(text) } : {}),
            message: `'${text}' is not a plain absolute path`,
            hint: "start it with '/', without blanks, '.', '..' or a slash at the end.",
          },
        ];
  const steps = parsed.kind === "package" && parsed.build.kind === "scratch" ? parsed.build.steps : [];
  return [
    ...check(parsed.config?.entrypoint?.[0], ["config", "entrypoint", 0]),
    ...check(parsed.config?.workdir, ["config", "workdir"]),
    ...(parsed.kind === "package"
      ? (parsed.setuid ?? []).flatMap((text, index) => check(text, ["setuid", index]))
      : []),
    ...steps.flatMap(pathsOf).flatMap((text) => check(text, ["build"])),
  ];
};

/** What a step says about places in the build stage. */
function pathsOf(step: ScratchStep): readonly string[] {
  if (step.kind === "unpack") return [step.to];
  if (step.kind === "directory") return [step.path];
  if (step.kind === "mountSources") return [step.at];
  return step.kind === "exec" ? step.argv.slice(0, 1) : step.paths;
}
