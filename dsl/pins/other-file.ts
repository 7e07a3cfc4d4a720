import { expand, lineOf, type Piece, type Reference, type Variables } from "./reference.js";

/** Forms of files that are no Containerfiles. */
export type Form = "yaml" | "hcl" | "json";

/**
 * The images that a compose file (Compose specification, `image`, `additional_contexts`) or a bake file (docker buildx bake, `contexts`,
 * `args`) names: values of `image`, addresses docker-image://, whatever holds a digest, and arguments and defaults that are names of
 * StageX images. Comments are left out.
 */
export function otherReferences(text: string, form: Form): Reference[] {
  const code = text.replace(comments[form], (part, quoted?: string) => quoted ?? part.replace(/[^\n]/g, " "));
  const variables = form === "yaml" ? new Map<string, never>() : defaults(code);
  return [...code.matchAll(references)].map((match) => {
    const group = [1, 2, 3, 4].find((number) => match[number] !== undefined)!;
    const [at] = match.indices![group]!;
    return { line: lineOf(text, at), paths: [], ...expand(match[group]!, at, variables) };
  });
}

/** Quoted texts, which are kept, and comments. JSON has none. In YAML, quotes and comments begin only a word. */
const comments: Readonly<Record<Form, RegExp>> = {
  yaml: /(?<=^|[\s,:[{-])("(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?<=^|\s)#.*/gm,
  hcl: /("(?:[^"\\\n]|\\.)*")|#.*|\/\/.*|\/\*[^]*?\*\//g,
  json: /([^])/g,
};

const word = String.raw`(?:\$\{[^}\s]*\}|[^\s"',}\]])+`;
const key = (names: string): string => String.raw`(?<![\w-])["']?${names}["']?[ \t]*[:=][ \t]*(?:&\S+[ \t]+)?["']?`;
const references = new RegExp(
  [
    String.raw`docker-image:\/\/(${word})`,
    String.raw`${key("image")}(?!\*)(${word})`,
    String.raw`((?:\$\{[^}\s]*\}|[A-Za-z0-9.:/_-])+@(?:sha256:[0-9a-f]{64}|\$\{\w+\}))`,
    String.raw`${key("(?:default|[A-Z][A-Z0-9_]*)")}((?:[a-z0-9.:-]+\/)?stagex(?:\.invalid)?\/[a-z0-9._-]+(?::[\w.-]+)?)(?=["'\s]|$)`,
  ].join("|"),
  "dgm",
);

/** Defaults of a bake file's variables. */
function defaults(code: string): Variables {
  const found = code.matchAll(/"(\w+)"\s*:?\s*\{[^{}]*?\bdefault"?\s*[:=]\s*"([^"]*)"/dg);
  return new Map(
    [...found].map((match): [string, Piece[]] => [match[1]!, [{ text: match[2]!, at: match.indices![2]![0] }]]),
  );
}
