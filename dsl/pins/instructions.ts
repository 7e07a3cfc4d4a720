import type { Piece } from "./reference.js";

/** One instruction with its continuations; comments between them are blanks of the same length. */
export interface Instruction {
  readonly keyword: string;
  readonly at: number;
  readonly text: string;
}

/** What the first lines of a Containerfile set (Dockerfile reference, "Parser directives"); the first line that is none ends them. */
export function directives(text: string): { syntax: Piece | undefined; continues: string } {
  const found = new Map<string, Piece>();
  const line = /[\uFEFF \t]*#[ \t]*(syntax|escape|check)[ \t]*=[ \t]*(\S.*?)[ \t\r]*(?:\n|$)/dgiy;
  for (let match = line.exec(text); match !== null; match = line.exec(text))
    found.set(match[1]!.toLowerCase(), { text: match[2]!, at: match.indices![2]![0] });
  return { syntax: found.get("syntax"), continues: found.get("escape")?.text ?? "\\" };
}

/**
 * Splits a file into instructions; heredocs (Dockerfile reference, "Here-Documents") and comments are skipped.
 * @throws Error, which begins with the line, for a heredoc without an end.
 */
export function* instructions(text: string, continues: string): Generator<Instruction> {
  const lines = text.split("\n");
  const goesOn = continues === "`" ? /`(\s*)$/ : /\\(\s*)$/;
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
