import { modulePath, fileName, type VendoredFile } from "../../model/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import { vendoredSource } from "../../sources/source.js";
import { listedSources, vendoredFiles } from "../sources.js";
import { sourceProblems } from "./sources.js";

/** E206, E207: the files of a vendored set keep the rules of sources, and are what the recipe can lay out. */
export const vendoredRule: Rule = ({ parsed, source }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe" || parsed.build.vendored === undefined) return [];
  const { recipe } = parsed.build;
  const vendored = vendoredFiles(parsed);
  const own = listedSources(parsed);
  // Versions of a Go module may share one go.mod; a crate is never the same as another.
  const listed = recipe === "go" ? firstOfHash(vendored) : vendored;
  const problems = sourceProblems(source.file, [...own, ...listed.map(vendoredSource)]);
  const place = { file: source.file, path: ["build"] };
  const told = problems.flatMap((problem): Diagnostic[] => {
    const index = problem.path?.[1];
    if (typeof index !== "number" || index < own.length) return [];
    return [
      {
        ...problem,
        ...place,
        message: `vendored file '${fileName(listed[index - own.length]!)}': ${problem.message}`,
      },
    ];
  });
  return [
    ...told,
    ...vendored.flatMap((file) => layoutProblems(recipe, file).map((problem) => ({ ...place, ...problem }))),
  ];
};

function firstOfHash(files: readonly VendoredFile[]): VendoredFile[] {
  return files.filter((file, index) => files.findIndex((other) => other.sha256 === file.sha256) === index);
}

function layoutProblems(recipe: string, file: VendoredFile): Pick<Diagnostic, "code" | "message" | "hint">[] {
  const name = fileName(file);
  if (recipe === "cargo" && !/^[A-Za-z0-9_-]+-\d[A-Za-z0-9.+-]*\.crate$/.test(name)) {
    return [
      {
        code: "E206",
        message: `vendored file '${name}' is not called as a crate is`,
        hint: "give it the `name` CRATE-VERSION.crate.",
      },
    ];
  }
  if (recipe === "go" && modulePath(file.url) === undefined) {
    return [
      {
        code: "E206",
        message: `'${file.url}' is not a file of a Go module proxy`,
        hint: "write goModule's form: mirror://go/MODULE/@v/VERSION.zip, or .mod.",
      },
    ];
  }
  return [];
}
