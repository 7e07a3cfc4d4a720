import { directives, type Instruction, instructions } from "./instructions.js";
import { expand, lineOf, type Piece, type Reference, type Variables } from "./reference.js";

/** A stage of the file. What is copied from one that is an image and nothing more is copied from that image. */
interface Stage {
  paths?: string[] | undefined;
}

/**
 * The images that a Containerfile names (Dockerfile reference: the directive `syntax`, FROM, COPY --from, RUN --mount from, also after
 * ONBUILD). Stages of the file itself, build contexts of plain names and what stands in heredocs are none.
 * @throws Error, which begins with the line, for a heredoc without an end and a FROM without a name.
 */
export function containerfileReferences(text: string): Reference[] {
  const found: Reference[] = [];
  const variables = new Map<string, readonly Piece[]>();
  const stages = new Map<string, Stage>([["scratch", {}]]);
  const { syntax, continues } = directives(text);
  if (syntax !== undefined) found.push(plain(text, syntax));
  let globals: Variables | undefined;
  let stage: Stage = {};
  let count = 0;
  for (const instruction of instructions(text, continues)) {
    const { keyword } = instruction;
    if (keyword === "ARG") declare(instruction, variables);
    if (keyword === "FROM") {
      // What a stage declares is not seen by the FROM of a later one.
      globals ??= new Map(variables);
      stage = {};
    }
    for (const { name, at, paths } of named(text, instruction)) {
      const resolved = expand(name, at, keyword === "FROM" ? globals! : variables);
      const known = stages.get(resolved.text.toLowerCase());
      known?.paths?.push(...paths);
      if (known !== undefined || (keyword !== "FROM" && /^[A-Za-z0-9_.-]+$/.test(resolved.text))) continue;
      found.push({ line: lineOf(text, at), paths, ...resolved });
      if (keyword === "FROM") stage.paths = paths;
    }
    if (["RUN", "COPY", "ADD"].includes(keyword)) stage.paths = undefined;
    if (keyword !== "FROM") continue;
    const [, called] = /\sAS\s+(\S+)\s*$/i.exec(instruction.text) ?? [];
    for (const key of [called?.toLowerCase() ?? "", String(count++)]) stages.set(key, stage);
  }
  return found;
}

function plain(text: string, piece: Piece): Reference {
  return { line: lineOf(text, piece.at), paths: [], text: piece.text, pieces: [piece] };
}

/** A name in an instruction, its place, and the paths that are taken from what it names. */
interface Named {
  readonly name: string;
  readonly at: number;
  readonly paths: string[];
}

function named(whole: string, { keyword, text, at }: Instruction): Named[] {
  if (keyword === "FROM") return [from(whole, text, at)];
  const [flags] = /^\s*(?:ONBUILD\s+)?[A-Za-z]+(?:\s+--\S+)*/i.exec(text) ?? [""];
  const paths = keyword === "COPY" ? copiedPaths(text) : undefined;
  return [...flags.matchAll(keyword === "RUN" ? mount : copyFrom)].map((match) => ({
    name: match[1]!,
    at: at + match.indices![1]![0],
    paths: paths ?? mountedPaths(match[0]),
  }));
}

// Docker reads the keys of a mount without regard to case.
const mount = /\s--mount=["']?(?:[^\s,]+,)*?from=([^\s,"']+)[^\s]*/dgi;
const copyFrom = /\s--from=["']?([^\s"']+)/dg;

function from(whole: string, text: string, at: number): Named {
  const match = /^\s*(?:ONBUILD\s+)?FROM\s+(?:--\S+\s+)*["']?([^\s"'-][^\s"']*)/di.exec(text);
  if (match === null) throw new Error(`${lineOf(whole, at)}: FROM names no image`);
  return { name: match[1]!, at: at + match.indices![1]![0], paths: [] };
}

function declare({ text, at }: Instruction, variables: Map<string, readonly Piece[]>): void {
  for (const match of text.matchAll(/\s([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/dg)) {
    const quoted = /^["']/.test(match[2]!) ? 1 : 0;
    const value = quoted === 1 ? match[2]!.slice(1, -1) : match[2]!;
    const { pieces, unresolved } = expand(value, at + match.indices![2]![0] + quoted, variables);
    if (unresolved === undefined) variables.set(match[1]!, pieces);
    else variables.delete(match[1]!);
  }
}

/** What a COPY takes, its last word excepted, where it is written plainly; all of it is seen from the root of the image. */
function copiedPaths(text: string): string[] {
  const words = text
    .replaceAll(/[[\]",]/g, " ")
    .trim()
    .replace(/^ONBUILD\s+/i, "")
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith("--"));
  return words.slice(0, -1).flatMap(rooted);
}

/** What of an image a mount shows. */
function mountedPaths(flag: string): string[] {
  const [, path] = /[,="'](?:source|src)=([^\s,"']+)/i.exec(flag) ?? [];
  return path === undefined ? [] : rooted(path);
}

function rooted(word: string): string[] {
  const path = `/${word.replace(/^(?:\.?\/)+|^\.$/, "")}`;
  return /^\/[A-Za-z0-9_.+/-]+$/.test(path) ? [path] : [];
}
