import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type { Piece, Reference, Variables } from "./reference.js";
import { dedented, inlineReferences, valueReferences } from "./values.js";

/**
 * The images that a compose file (Compose specification: `image`, `additional_contexts`, `dockerfile_inline`, `args`) or a bake file in
 * JSON (docker buildx bake: `contexts`, `dockerfile-inline`, `args`) names. JSON is read as YAML, which holds it (YAML 1.2.2, section 1.2).
 * @throws Error, which begins with the line, for what is neither.
 */
export function yamlReferences(text: string, repositories: readonly string[]): Reference[] {
  const counter = new LineCounter();
  const found: Reference[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: counter, logLevel: "silent" })) {
    const [error] = document.errors ?? [];
    if (error !== undefined)
      throw new Error(`${counter.linePos(error.pos[0]).line}: ${error.message.split(/ at line |\n/)[0]!}`);
    const variables = defaults(text, document.contents);
    // What an alias under `image` stands for is an image where it is written.
    const images = new Set<unknown>();
    visit(document, {
      Pair(_, { key, value }) {
        if (nameOf(key) === "image") images.add(isAlias(value) ? value.resolve(document) : value);
      },
    });
    visit(document, {
      Scalar(key, node, path) {
        if (key === "key" || typeof node.value !== "string" || node.range == null) return;
        const keys = images.has(node) ? ["image"] : path.filter(isPair).map((pair) => nameOf(pair.key));
        found.push(...scalarReferences(text, node, keys, variables, repositories));
      },
    });
  }
  return found;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function scalarReferences(
  text: string,
  node: Scalar,
  keys: readonly string[],
  variables: Variables,
  repositories: readonly string[],
): Reference[] {
  const written = asWritten(text, node);
  if (!/^dockerfile[-_]inline$/.test(keys.at(-1) ?? ""))
    return valueReferences(text, { keys, ...written }, variables, repositories);
  if (node.type !== "BLOCK_LITERAL") return inlineReferences(text, unescaped(written.text), (at) => written.at + at);
  const block = text.slice(text.indexOf("\n", node.range![0]) + 1, node.range![1]);
  const { body, placeOf } = dedented(block, text.indexOf("\n", node.range![0]) + 1);
  return inlineReferences(text, body, placeOf);
}

/** A value without quotes, or the first line of a block, with its place. */
function asWritten(text: string, { type, range }: Scalar): Piece {
  const [begin, end] = range!;
  const raw = text.slice(begin, end);
  const [head] = /^[|>].*\n\s*/.exec(type?.startsWith("BLOCK") === true ? raw : "") ?? [""];
  if (head !== "") return { text: raw.slice(head.length).split(/\r?\n/, 1)[0]!.trimEnd(), at: begin + head.length };
  const quoted = type?.startsWith("QUOTE") === true ? 1 : 0;
  return { text: raw.slice(quoted, raw.length - quoted), at: begin + quoted };
}

/** Escapes of a quoted text, each by as many units, so that places stay. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, unit: string) => ({ n: "\r\n", t: " \t" })[unit] ?? ` ${unit}`);
}

/** Defaults of a bake file's variables: `{"variable": {"NAME": {"default": "value"}}}`. */
function defaults(text: string, contents: unknown): Variables {
  const all = isMap(contents) ? (contents as YAMLMap).get("variable") : undefined;
  const pairs = isMap(all) ? all.items : [];
  return new Map(
    pairs.flatMap(({ key, value }): [string, Piece[]][] => {
      const given = isMap(value) ? value.get("default", true) : undefined;
      return isScalar(given) && given.range != null ? [[nameOf(key), [asWritten(text, given)]]] : [];
    }),
  );
}
