import { ownFile, type DefinitionFile } from "../../load/discover.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";
import { listedSources } from "../sources.js";
import { testsOf } from "../tests.js";

/** E208: every file named in `files`, and every key of a signature, lies in the package's own folder, and what lies there is used. */
export const filesRule: Rule = ({ source, parsed, found }) => {
  const folder = ownFile(source.file);
  const files = parsed.kind === "package" ? (parsed.files ?? []) : [];
  const patches = parsed.kind === "package" ? (parsed.patches ?? []) : [];
  const programs = testsOf(parsed).flatMap(({ test }) => ("program" in test ? [test.program] : []));
  const keys = listedSources(parsed).flatMap((each, index) =>
    each.kind === "remote" && each.signature !== undefined
      ? [{ name: each.signature.key, path: ["sources", index, "signature", "key"] }]
      : [],
  );
  const named = [...files.map((name, index) => ({ name, path: ["files", index] })), ...keys];
  const missing = named
    .filter(({ name }) => !found.extras.has(folder + name))
    .map(
      ({ name, path }): Diagnostic => ({
        code: "E208",
        file: source.file,
        path,
        message: `the file '${name}' does not exist`,
        hint: `put it at ${folder}${name}.`,
      }),
    );
  const unused = (found.extrasOf.get(source.file) ?? [])
    .filter(
      (file) =>
        !/\.(?:patch|diff)$/.test(file) &&
        ![...named.map(({ name }) => name), ...patches, ...programs].includes(file.slice(folder.length)) &&
        !isImported(source, file),
    )
    .map(
      (file): Diagnostic => ({
        code: "E208",
        file,
        message: "this file is unused",
        hint: `${usedBy(file)} ${source.file}, or delete it.`,
      }),
    );
  return [...missing, ...unused];
};

function usedBy(file: string): string {
  if (file.endsWith(".json")) return "import it in";
  return /\.cc?$/.test(file) ? "name it as `program` in `tests`, or in `files`, of" : "name it in `files` of";
}

/** Whether the text of a definition names a JSON file as an import does. */
function isImported({ file, text }: DefinitionFile, extra: string): boolean {
  return extra.endsWith(".json") && text.includes(`./${extra.slice(file.lastIndexOf("/") + 1)}`);
}
