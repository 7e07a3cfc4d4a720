import type { Containerfile, Instruction, Mount } from "../lower/ir.js";
import { quoteEnv, quoteExec } from "./quote.js";
import { emitScript, endWord } from "./script.js";

/** The text of a Containerfile: the subset that Docker, Buildah and Podman read alike (docs/containerfile.md). */
export function emitContainerfile(file: Containerfile): string {
  return `# ${file.header}\n${file.stages.map((stage) => stage.map(emitInstruction).join("")).join("\n")}`;
}

function emitInstruction(instruction: Instruction): string {
  return `${instructionText(instruction)}\n`;
}

function instructionText(instruction: Instruction): string {
  switch (instruction.kind) {
    case "from":
      return `FROM ${instruction.image}${instruction.as === undefined ? "" : ` AS ${instruction.as}`}`;
    case "user":
      return `USER ${instruction.user}`;
    case "env":
      return `ENV ${instruction.name}=${quoteEnv(instruction.value)}`;
    case "workdir":
      return `WORKDIR ${instruction.path}`;
    case "copy":
      return `COPY --from=${instruction.from} ${instruction.source} ${instruction.target}`;
    case "write":
      return writeText(instruction);
    case "add":
      return `ADD ${instruction.source} ${instruction.target}`;
    case "run":
      return runText(instruction);
    case "exec":
      return execText(instruction);
    case "entrypoint":
      return `ENTRYPOINT ${quoteExec(instruction.argv)}`;
    case "cmd":
      return `CMD ${quoteExec(instruction.argv)}`;
  }
}

/** A file by its text, which ends in a line feed (Dockerfile reference, "Here-Documents"). */
function writeText({ path, text }: Extract<Instruction, { kind: "write" }>): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const end = endWord("EOF", lines);
  return [`COPY <<"${end}" ${path}`, ...lines, end].join("\n");
}

function runText(run: Extract<Instruction, { kind: "run" }>): string {
  return `RUN ${["--network=none", ...mountFlags(run.mounts), '<<"EOF"'].join(continued)}\n${emitScript(run.script)}\nEOF`;
}

function execText(exec: Extract<Instruction, { kind: "exec" }>): string {
  const words = ["--network=none", ...mountFlags(exec.mounts), quoteExec(exec.argv)];
  return `RUN ${words.join(exec.mounts.length === 0 ? " " : continued)}`;
}

const continued = " \\\n    ";

function mountFlags(mounts: readonly Mount[]): string[] {
  return mounts.map((mount) => `--mount=type=bind,from=sources,source=${mount.source},target=${mount.target}`);
}
