import { expand, lineOf, type Piece, type Reference, type Variables } from "./reference.js";

/** One instruction with its continuations; comments between them are blanks of the same length. */
interface Instruction {
  readonly keyword: string;
  readonly at: number;
  readonly text: string;
}

/** A stage of the file. What is copied from one that is an image and nothing more is copied from that image. */
interface Stage {
  paths?: string[] | undefined;
}

/**
 * The images that a Containerfile names (Dockerfile reference: FROM, COPY --from, RUN --mount from, also after ONBUILD). Stages of the
 * file itself, build contexts of plain names and what stands in heredocs are none.
 * @throws Error, which begins with the line, for a heredoc without an end.
 */
export function containerfileReferences(text: string): Reference[] {
  const found: Reference[] = [];
  const variables = new Map<string, readonly Piece[]>();
  const stages = new Map<string, Stage>([["scratch", {}]]);
  let globals: Variables | undefined;
  let stage: Stage = {};
  let count = 0;
  for (const instruction of instructions(text)) {
    const { keyword } = instruction;
    if (keyword === "ARG") declare(instruction, variables);
    if (keyword === "FROM") {
      // What a stage declares is not seen by the FROM of a later one.
      globals ??= new Map(variables);
      stage = {};
    }
    for (const [name, at] of named(instruction)) {
      const resolved = expand(name, at, keyword === "FROM" ? globals! : variables);
      const paths = keyword === "COPY" ? copiedPaths(instruction.text) : [];
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

/** Names of images in an instruction, with their places. */
function named({ keyword, text, at }: Instruction): [string, number][] {
  const [flags] = /^\s*(?:ONBUILD\s+)?[A-Za-z]+(?:\s+--\S+)*/i.exec(text) ?? [""];
  const matches =
    keyword === "FROM"
      ? text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*["']?([^\s"'-][^\s"']*)/dgi)
      : flags.matchAll(keyword === "RUN" ? /\s--mount=(?:[^\s,]+,)*from=([^\s,]+)/dg : /\s--from=["']?([^\s"']+)/dg);
  return [...matches].map((match): [string, number] => [match[1]!, at + match.indices![1]![0]]);
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
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith("--"));
  return words
    .slice(0, -1)
    .map((word) => `/${word.replace(/^(?:\.?\/)+|^\.$/, "")}`)
    .filter((word) => /^\/[A-Za-z0-9_.+/-]+$/.test(word));
}

/** Splits a file into instructions; heredocs (Dockerfile reference, "Here-Documents") and comments are skipped. */
function* instructions(text: string): Generator<Instruction> {
  const lines = text.split("\n");
  const goesOn = /^#\s*escape\s*=\s*`/i.test(text) ? /`(\s*)$/ : /\\(\s*)$/;
  let at = 0;
  for (let index = 0; index < lines.length; index++) {
    const start = at;
    const first = index;
    let whole = "";
    for (; index < lines.length; index++) {
      const line = lines[index]!;
      const nothing = /^\s*(?:#|$)/.test(line);
      whole += `${nothing ? " ".repeat(line.length) : line.replace(goesOn, " $1")}\n`;
      at += line.length + 1;
      if (nothing ? index === first : !goesOn.test(line)) break;
    }
    const [, word] = /^\s*(?:ONBUILD\s+)?([A-Za-z]+)/i.exec(whole) ?? [];
    if (word === undefined) continue;
    const keyword = word.toUpperCase();
    for (const [dash, end] of ["RUN", "COPY", "ADD"].includes(keyword) ? heredocs(whole) : []) {
      const ends = (line: string): boolean => (dash ? line.replace(/^\t+/, "") : line).replace(/\r$/, "") === end;
      do {
        if (++index >= lines.length) throw new Error(`${first + 1}: the heredoc ${end} has no end`);
        at += lines[index]!.length + 1;
      } while (!ends(lines[index]!));
    }
    yield { keyword, at: start, text: whole };
  }
}

/** The ends of heredocs that an instruction begins, and whether tabs before them do not count. Only a word of its own begins one: no `1<<N`, no `<<<`. */
function heredocs(text: string): [dash: boolean, end: string][] {
  const words = text.match(/(?:\\.|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\\])+/g) ?? [];
  return words.flatMap((word): [boolean, string][] => {
    const [, dash, , end] = /^\d*<<(-?)(["']?)([^<"']+)\2$/.exec(word) ?? [];
    return end === undefined ? [] : [[dash === "-", end]];
  });
}
