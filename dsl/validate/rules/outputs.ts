import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import type { Parsed } from "../schema.js";

const pattern = /^(?:\/[A-Za-z0-9._+@=,*?-]+)+$/;
const relative = /^(?!.*(?:^|\/)\.\.?(?:\/|$))(?:\/(?:sources|files)\/)?[A-Za-z0-9._+@,=-]+(?:\/[A-Za-z0-9._+@,=-]+)*$/;

type Package = Extract<Parsed, { kind: "package" }>;

/** E201, E212: outputs are cut, and licence texts taken, by plain paths from a build that has a shell. */
export const outputsRule: Rule = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const cut = Object.entries(parsed.outputs ?? {}).flatMap(([name, { files }]) =>
    files.flatMap((path, index) =>
      pathProblem(file, ["outputs", name, "files", index], path, pattern.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)),
    ),
  );
  const licences = (parsed.licenseFiles ?? []).flatMap((path, index) =>
    pathProblem(file, ["licenseFiles", index], path, relative.test(path)),
  );
  return [...shellProblems(file, parsed), ...cut, ...licences];
};

function shellProblems(file: string, parsed: Package): Diagnostic[] {
  if (parsed.build.kind === "recipe" || parsed.build.kind === "script") return [];
  const keys = [
    "outputs",
    "licenseFiles",
    "patches",
    ...(parsed.build.kind === "hostSeed" ? (["files", "env"] as const) : []),
  ] as const;
  const without = keys.filter((key) => parsed[key] !== undefined);
  return without.map((key) => ({
    code: "E201",
    file,
    path: [key],
    message: `${key}: a build without a shell takes none`,
    hint: "it is for builds by a recipe or by a shell body.",
  }));
}

function pathProblem(file: string, path: readonly (string | number)[], text: string, good: boolean): Diagnostic[] {
  if (good) return [];
  const hint =
    path[0] === "outputs"
      ? "write an absolute path in the image; * and ? stand for letters of one name."
      : "write a path below the build directory, or below /sources or /files, without '.' and '..'.";
  return [{ code: "E212", file, path, message: `'${text}' is not a plain path`, hint }];
}
