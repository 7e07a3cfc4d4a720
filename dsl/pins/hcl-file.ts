import { lineOf, type Piece, type Reference, type Variables } from "./reference.js";
import { dedented, inlineReferences, type Value, valueReferences } from "./values.js";

/** A value, or a text between the marks of a heredoc (HCL native syntax, "Template Expressions"). */
interface Given extends Value {
  readonly heredoc: boolean;
}

/**
 * The images that a bake file in HCL names (docker buildx bake: `contexts`, `dockerfile-inline`, `args`, defaults of variables).
 * @throws Error, which begins with the line, for a heredoc without an end.
 */
export function hclReferences(text: string, repositories: readonly string[]): Reference[] {
  const { values, variables } = read(text);
  return values.flatMap((value) => {
    if (value.keys.at(-1) !== "dockerfile-inline") return valueReferences(text, value, variables, repositories);
    if (!value.heredoc) return inlineReferences(text, value.text.replaceAll("\\n", "\r\n"), (at) => value.at + at);
    const { body, placeOf } = dedented(value.text, value.at);
    return inlineReferences(text, body, placeOf);
  });
}

const token = new RegExp(
  [
    String.raw`#.*|\/\/.*|\/\*[^]*?(?:\*\/|$)`, // comments
    String.raw`"(?<text>(?:\$\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}|[^"\\\n]|\\.)*)"`,
    String.raw`<<(?<dash>-?)(?<mark>\w+)\r?\n`,
    String.raw`(?<name>[A-Za-z_][\w-]*)`,
    "(?<sign>[=:])(?!=)",
    "(?<brace>[{}])",
  ].join("|"),
  "dg",
);

/** Values under their keys, and the defaults of variables. A key is the last name or text before a sign. */
function read(text: string): { values: Given[]; variables: Variables } {
  const values: Given[] = [];
  const variables = new Map<string, Piece[]>();
  const outer: string[] = [];
  let [key, last, variable] = ["", "", ""];
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { text: quoted, mark, name, sign, brace } = match.groups!;
    const keys = [...outer, key];
    if (sign !== undefined) key = last;
    if (name !== undefined) last = name;
    if (brace === "{") outer.push(key);
    if (brace === "}") key = outer.pop() ?? "";
    if (mark !== undefined) values.push(heredoc(text, keys, mark));
    if (quoted === undefined) continue;
    const [, next] = /^\s*([={:])(?!=)/.exec(text.slice(token.lastIndex)) ?? [];
    const value = { keys, text: quoted, at: match.indices!.groups!["text"]![0], heredoc: false };
    if (next === "{" && last === "variable") variable = quoted;
    if (next === "{") key = "";
    else if (next !== undefined) last = quoted;
    else values.push(value);
    if (next === undefined && key === "default") variables.set(variable, [{ text: quoted, at: value.at }]);
  }
  return { values, variables };
}

function heredoc(text: string, keys: readonly string[], mark: string): Given {
  const at = token.lastIndex;
  const end = new RegExp(`^[ \\t]*${mark}[ \\t]*\\r?$`, "gm");
  end.lastIndex = at;
  const found = end.exec(text);
  if (found === null) throw new Error(`${lineOf(text, at) - 1}: the heredoc ${mark} has no end`);
  token.lastIndex = end.lastIndex;
  return { keys, text: text.slice(at, found.index), at, heredoc: true };
}
