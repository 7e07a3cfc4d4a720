import { createHash } from "node:crypto";
import { Node, Project, type SourceFile } from "ts-morph";
import { valueAt } from "../load/locate.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { splitAtVersion } from "./address.js";
import { applyEdits, type Edit } from "./text-edit.js";

/** New bytes of a source. */
export interface Renewed {
  /** Its place in `sources`. */
  readonly index: number;
  readonly sha256: string;
  readonly size: number;
  /** SHA-256 of the file with upstream's signature on them, when the source names one. */
  readonly signature?: string | undefined;
}

/** A definition with another version. */
export interface Rewritten {
  readonly text: string;
  /** Lines that still hold the old version, by number: only the author knows whether they should. */
  readonly left: readonly { readonly line: number; readonly text: string }[];
}

/**
 * Writes another version where the old one stands as text: behind `version`, and in the addresses and names of `sources`, also in
 * constants of the file that they use. Every other byte stays as it is.
 * @throws DiagnosticsError (E703) when the version is not written in this file.
 */
export function replaceVersion(file: string, text: string, from: string, to: string): Rewritten {
  const source = parse(text);
  const version = valueAt(source, ["version"], Node);
  if (!Node.isStringLiteral(version) || version.getLiteralText() !== from) {
    throw refusal(
      source,
      file,
      version,
      "the version is not written in this file as text",
      "write `version` as a string, or as a constant that is one.",
    );
  }
  const parts = [...textsOf(valueAt(source, ["sources"], Node))].filter((part) => part !== version);
  const edits = [
    { start: version.getStart() + 1, end: version.getEnd() - 1, text: to },
    ...parts.map((part) => renewed(part, from, to)),
  ];
  const next = applyEdits(text, edits);
  return { text: next, left: mentions(next, from) };
}

/**
 * Writes the hashes and sizes of sources; a source without a size gets none.
 * @throws DiagnosticsError (E703) when one of them is not written in this file.
 */
export function replaceHashes(file: string, text: string, sources: readonly Renewed[]): string {
  const source = parse(text);
  const hashEdit = (path: readonly (string | number)[], what: string, text: string): Edit => {
    const hash = valueAt(source, path, Node);
    if (Node.isStringLiteral(hash)) return { start: hash.getStart() + 1, end: hash.getEnd() - 1, text };
    throw refusal(
      source,
      file,
      hash ?? valueAt(source, ["sources"], Node),
      `the sha256 of ${what} is not written in this file as text`,
      "write it as a string in `sources`.",
    );
  };
  const edits = sources.flatMap(({ index, sha256, size, signature }): Edit[] => {
    const hash = hashEdit(["sources", index, "sha256"], `source ${index + 1}`, sha256);
    const length = valueAt(source, ["sources", index, "size"], Node);
    if (length !== undefined && !Node.isNumericLiteral(length)) {
      throw refusal(
        source,
        file,
        length,
        `the size of source ${index + 1} is not written in this file as a number`,
        "write it as a number in `sources`.",
      );
    }
    return [
      hash,
      ...(signature === undefined
        ? []
        : [hashEdit(["sources", index, "signature", "sha256"], `the signature of source ${index + 1}`, signature)]),
      ...(length === undefined ? [] : [{ start: length.getStart(), end: length.getEnd(), text: String(size) }]),
    ];
  });
  return applyEdits(text, edits);
}

/** The text with made-up hashes: new addresses with the old hashes would look like a hash that was copied with its line. */
export function withoutHashes(text: string): string {
  const source = parse(text);
  const list = valueAt(source, ["sources"], Node);
  const count = Node.isArrayLiteralExpression(list) ? list.getElements().length : 0;
  const hashes = Array.from({ length: count }, (_, index) =>
    valueAt(source, ["sources", index, "sha256"], Node),
  ).filter(Node.isStringLiteral);
  const edits = hashes.map(
    (hash): Edit => ({
      start: hash.getStart() + 1,
      end: hash.getEnd() - 1,
      text: createHash("sha256").update(`${text}${hash.getStart()}`).digest("hex"),
    }),
  );
  return applyEdits(text, edits);
}

function parse(text: string): SourceFile {
  return new Project({ useInMemoryFileSystem: true, compilerOptions: { noLib: true } }).createSourceFile(
    "definition.ts",
    text,
  );
}

function refusal(
  source: SourceFile,
  file: string,
  place: Node | undefined,
  message: string,
  hint: string,
): DiagnosticsError {
  const { line, column } = source.getLineAndColumnAtPos(place?.getStart() ?? 0);
  return new DiagnosticsError([{ code: "E703", file, line, column, message, hint }], 1);
}

/** Every piece of text below an expression, through constants of the same file; hashes are none. */
function textsOf(start: Node | undefined): Set<Node> {
  const [found, seen, pending] = [new Set<Node>(), new Set<Node>(), start === undefined ? [] : [start]];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || (Node.isPropertyAssignment(node) && node.getName() === "sha256")) continue;
    seen.add(node);
    if (
      Node.isStringLiteral(node) ||
      Node.isNoSubstitutionTemplateLiteral(node) ||
      Node.isTemplateHead(node) ||
      Node.isTemplateMiddle(node) ||
      Node.isTemplateTail(node)
    )
      found.add(node);
    const constant = Node.isIdentifier(node)
      ? node.getSourceFile().getVariableDeclaration(node.getText())?.getInitializer()
      : undefined;
    pending.push(...node.forEachChildAsArray(), ...(constant === undefined ? [] : [constant]));
  }
  return found;
}

/** A piece of text under the new version: the version itself, also with other marks between its numbers, and folders called after its series. */
function renewed(part: Node, from: string, to: string): Edit {
  let text = part.getText();
  for (const mark of [".", "_", "-"])
    text = splitAtVersion(text, from.replaceAll(".", mark)).join(to.replaceAll(".", mark));
  return { start: part.getStart(), end: part.getEnd(), text: withSeries(text, seriesOf(from), seriesOf(to)) };
}

/** Major and minor number of a version that has a third. */
function seriesOf(version: string): string | undefined {
  return /^(\d+\.\d+)\.\d/.exec(version)?.[1];
}

function withSeries(text: string, from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return text;
  return text.replace(new RegExp(`(?<=/v?)${from.replace(".", "\\.")}(?=/)`, "g"), to);
}

/** A version of a single number stands in too many places to tell anything. */
function mentions(text: string, version: string): Rewritten["left"] {
  if (!/\d\D+\d/.test(version)) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      splitAtVersion(line, version).length > 1 ? [{ line: index + 1, text: line.trim() }] : [],
    );
}
