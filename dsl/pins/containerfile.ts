import type { Reference } from "./reference.js";

/** One instruction with its continuations, comments between them left out as blanks of the same length. */
interface Instruction {
  readonly line: number;
  readonly at: number;
  readonly text: string;
}

interface Variable {
  readonly value: string;
  readonly at: number;
}

/**
 * The images that a Containerfile names (Dockerfile reference: FROM, COPY --from, ADD --from, RUN --mount from). Stages of the file
 * itself, build contexts of plain names and what stands in heredocs are none.
 */
export function containerfileReferences(text: string): Reference[] {
  const variables = new Map<string, Variable>();
  const stages = new Set(["scratch"]);
  const found: Reference[] = [];
  for (const instruction of instructions(text)) {
    const [, word] = /^\s*([A-Za-z]+)/.exec(instruction.text) ?? [];
    const keyword = word?.toUpperCase();
    if (keyword === "ARG") declare(instruction, variables);
    for (const [name, at] of named(keyword, instruction)) {
      if (stages.has(name.toLowerCase()) || (keyword !== "FROM" && /^(?:\d+|[A-Za-z0-9_.-]+)$/.test(name))) continue;
      const paths = keyword === "COPY" ? copiedPaths(instruction.text) : [];
      found.push({ line: lineOf(text, at), paths, ...resolved(name, at, variables) });
    }
    const [, stage] = /^\s*FROM\s.*\sAS\s+(\S+)\s*$/is.exec(instruction.text) ?? [];
    if (keyword === "FROM" && stage !== undefined) stages.add(stage.toLowerCase());
  }
  return found;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** Names of images in an instruction, with their places. */
function named(keyword: string | undefined, { text, at }: Instruction): [string, number][] {
  const forms: Readonly<Record<string, RegExp>> = {
    FROM: /^\s*FROM\s+(?:--\S+\s+)*["']?([^\s"'-][^\s"']*)/dgi,
    COPY: /\s--from=["']?([^\s"']+)/dg,
    ADD: /\s--from=["']?([^\s"']+)/dg,
    RUN: /\s--mount=(?:[^\s,]+,)*from=([^\s,]+)/dg,
  };
  const pattern = keyword === undefined ? undefined : forms[keyword];
  if (pattern === undefined) return [];
  return [...text.matchAll(pattern)].map((match): [string, number] => [match[1]!, at + match.indices![1]![0]]);
}

function declare({ text, at }: Instruction, variables: Map<string, Variable>): void {
  for (const match of text.matchAll(/\s([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/dg)) {
    const quoted = /^["']/.test(match[2]!) ? 1 : 0;
    const value = quoted === 1 ? match[2]!.slice(1, -1) : match[2]!;
    variables.set(match[1]!, { value, at: at + match.indices![2]![0] + quoted });
  }
}

const variable = /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/dg;

/** Fills in variables; only defaults are known, for a builder may be given others. */
function resolved(
  name: string,
  at: number,
  variables: ReadonlyMap<string, Variable>,
): Pick<Reference, "text" | "at" | "digestAt" | "unresolved"> {
  if (!name.includes("$")) return { text: name, at, digestAt: undefined };
  let digestAt: number | undefined;
  const missing: string[] = [];
  const text = name.replace(
    variable,
    (_, braced: string | undefined, fallback: string | undefined, bare: string | undefined) => {
      const known = variables.get(braced ?? bare!);
      if (known === undefined && fallback === undefined) missing.push(braced ?? bare!);
      if (/^(?:sha256:)?[0-9a-f]{64}$/.test(known?.value ?? "")) digestAt = known!.at + known!.value.length - 64;
      return known?.value ?? fallback ?? "";
    },
  );
  if (missing.length > 0)
    return { text: name, at: undefined, digestAt: undefined, unresolved: `ARG ${missing.join(", ")} has no default` };
  const whole = /^\$\{?(\w+)\}?$/.exec(name)?.[1];
  return { text, at: whole === undefined ? undefined : variables.get(whole)?.at, digestAt };
}

/** What a COPY takes, its last word excepted, when it is written as plain absolute paths. */
function copiedPaths(text: string): string[] {
  const words = text
    .replaceAll("\\\n", " ")
    .trim()
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith("--"));
  return words.slice(0, -1).filter((word) => /^\/[A-Za-z0-9_.+/-]+$/.test(word) && word !== "/");
}

/** Splits a file into instructions; heredocs (Dockerfile reference, "Here-Documents") and comments are skipped. */
function* instructions(text: string): Generator<Instruction> {
  const lines = text.split("\n");
  let at = 0;
  for (let index = 0; index < lines.length; index++) {
    const start = at;
    const first = index;
    if (/^\s*(?:#|$)/.test(lines[index]!)) {
      at += lines[index]!.length + 1;
      continue;
    }
    let whole = "";
    for (; index < lines.length; index++) {
      const line = lines[index]!;
      const comment = index > first && /^\s*#/.test(line);
      whole += `${comment ? " ".repeat(line.length) : line.replace(/\\(\s*)$/, " $1")}\n`;
      at += line.length + 1;
      if (!comment && !/\\\s*$/.test(line) && !(index > first && line.trim() === "")) break;
    }
    for (const [, dash, , word] of whole.matchAll(/<<(-?)(["']?)([A-Za-z_]\w*)\2/g)) {
      while (++index < lines.length) {
        at += lines[index]!.length + 1;
        if ((dash === "-" ? lines[index]!.replace(/^\t+/, "") : lines[index]!) === word) break;
      }
    }
    yield { line: first + 1, at: start, text: whole };
  }
}
