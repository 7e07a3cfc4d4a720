import { sourceName } from "../../sources/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { literal, type Rule } from "../rule.js";
import type { Parsed } from "../schema.js";
import { listedSources } from "../sources.js";

type Package = Extract<Parsed, { kind: "package" }>;
type Place = Pick<Diagnostic, "path" | "near">;

/** E208: what a licence text is taken from below /files or /sources, and a recipe's command from /files, is there. */
export const mountsRule: Rule = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const licences = (parsed.licenseFiles ?? []).flatMap((path, index) =>
    problem(file, parsed, path, { path: ["licenseFiles", index] }),
  );
  return [
    ...licences,
    ...filesRead(parsed).flatMap((path) => problem(file, parsed, path, { path: ["build"], near: literal(path) })),
  ];
};

/** Paths below /files that are words of a recipe's commands. */
function filesRead({ build }: Package): string[] {
  if (build.kind !== "recipe") return [];
  const words = build.phases.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "command" ? step.words : [])),
  );
  return [...new Set(words.filter((word) => typeof word === "string"))].filter((word) => word.startsWith("/files/"));
}

function problem(file: string, parsed: Package, path: string, place: Place): Diagnostic[] {
  const [, folder, name] = /^\/(files|sources)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return [];
  const there = folder === "files" ? (parsed.files ?? []) : listedSources(parsed).map(sourceName);
  if (there.includes(name)) return [];
  return [
    {
      code: "E208",
      file,
      ...place,
      message: `'${name}' is not among the \`${folder}\` of the package`,
      hint: there.length > 0 ? `they are ${there.join(", ")}.` : "there are none.",
    },
  ];
}
