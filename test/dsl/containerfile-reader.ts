import { DockerfileParser, type Env, type Instruction as Parsed, type Run } from "dockerfile-ast";
import { execa } from "execa";
import { emitScript } from "../../dsl/emit/script.js";
import type { Containerfile, Instruction, Mount } from "../../dsl/lower/ir.js";

/** One instruction, as the compiler meant it or as a parser that is not ours read it. */
export interface Seen {
  readonly keyword: string;
  readonly flags: readonly string[];
  /** Words; of an instruction in JSON form, the members of its list. */
  readonly words: readonly string[];
  readonly script?: string;
  /** What a heredoc of COPY holds. */
  readonly text?: string;
}

/** What the compiler meant by a Containerfile. */
export function meant(file: Containerfile): Seen[] {
  return file.stages.flat().map(meantBy);
}

function meantBy(instruction: Instruction): Seen {
  const plain = (keyword: string, words: readonly string[], flags: readonly string[] = []): Seen => ({
    keyword,
    flags,
    words,
  });
  switch (instruction.kind) {
    case "from":
      return plain("FROM", [instruction.image, ...(instruction.as === undefined ? [] : ["AS", instruction.as])]);
    case "user":
      return plain("USER", [instruction.user]);
    case "env":
      return plain("ENV", [instruction.name, instruction.value]);
    case "workdir":
      return plain("WORKDIR", [instruction.path]);
    case "copy":
      return plain("COPY", [instruction.source, instruction.target], [`--from=${instruction.from}`]);
    case "add":
      return plain("ADD", [instruction.source, instruction.target]);
    case "write":
      return { ...plain("COPY", [instruction.path]), text: instruction.text.replace(/\n$/, "") };
    case "exec":
      return plain("RUN", instruction.argv, ["--network=none", ...mountFlags(instruction.mounts)]);
    case "entrypoint":
      return plain("ENTRYPOINT", instruction.argv);
    case "cmd":
      return plain("CMD", instruction.argv);
    case "run": {
      return {
        ...plain("RUN", [], ["--network=none", ...mountFlags(instruction.mounts)]),
        script: emitScript(instruction.script),
      };
    }
  }
}

function mountFlags(mounts: readonly Mount[]): string[] {
  return mounts.map(({ source, target }) => `--mount=type=bind,from=sources,source=${source},target=${target}`);
}

/** What dockerfile-ast reads in the text of a Containerfile; a real shell reads quoted values. */
export async function read(text: string): Promise<Seen[]> {
  const instructions = DockerfileParser.parse(text).getInstructions();
  return Promise.all(instructions.map((instruction) => readInstruction(text, instruction)));
}

async function readInstruction(text: string, instruction: Parsed): Promise<Seen> {
  const keyword = instruction.getKeyword();
  const flags = "getFlags" in instruction ? (instruction as Run).getFlags().map(String) : [];
  if (keyword === "ENV") return { keyword, flags, words: await readSetting(text, instruction as Env) };
  const heredoc = keyword === "RUN" || keyword === "COPY" ? (instruction as Run).getHeredocs()[0] : undefined;
  if (heredoc !== undefined) {
    const content = between(text, heredoc.getContentRange()!).replace(/\n$/, "");
    return keyword === "RUN"
      ? { keyword, flags, words: [], script: content }
      : { keyword, flags, words: [instruction.getArguments()[1]!.getValue()], text: content };
  }
  const list = /\[.*\]$/.exec(between(text, instruction.getRange()))?.[0];
  return {
    keyword,
    flags,
    words:
      list === undefined ? instruction.getArguments().map((word) => word.getValue()) : (JSON.parse(list) as string[]),
  };
}

/** The escapes of a double-quoted value are the shell's, but for the backtick (Dockerfile reference, "Environment replacement"). */
async function readSetting(text: string, instruction: Env): Promise<string[]> {
  const property = instruction.getProperties()[0]!;
  const line = between(text, instruction.getRange());
  const raw = line.slice(line.indexOf("=") + 1).replaceAll("`", "\\`");
  return [property.getName(), (await execa("sh", ["-c", `printf %s ${raw}`])).stdout];
}

type Range = {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
};

function between(text: string, { start, end }: Range): string {
  const lines = text.split("\n").slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.character);
  lines[0] = lines[0]!.slice(start.character);
  return lines.join("\n");
}
