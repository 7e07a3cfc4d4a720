import { join, resolve } from "node:path";
import type { Command } from "commander";
import { definitionOf, type Graph } from "../graph/graph.js";
import { readText, writeFile } from "../load/files.js";
import { keyPath } from "../prove/rule.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { count, renderDiagnostics } from "../report/render.js";
import { namesOf } from "../validate/dependencies.js";
import { isColoured } from "./terminal/colour.js";
import { compile } from "./pipeline.js";
import { isProved, notBuilt, proveBuilt, type Verdict } from "./read/proofs.js";

interface Options {
  readonly built?: true;
  readonly json?: true;
  readonly platform?: string;
  readonly write?: true;
  readonly seed: readonly string[];
}

/** `defs prove`. Exit codes: 0 every image is proved, 1 not, 2 usage. */
export function register(program: Command): void {
  program
    .command("prove")
    .description("check what definitions say against the files of the built images in out/, or $OUT")
    .argument("[images...]", "images; all of core, user and pallet by default")
    .option("--built", "leave out images that are not built; they are counted")
    .option(
      "--seed <image>",
      "fail where something of this host seed is left; may be given several times",
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .option("--platform <os/arch>", "only this platform")
    .option("--write", "put into `runDeps` what was missing, and take out what nothing needs")
    .option("--json", "as JSON, one array of objects")
    .action(async (names: string[], { built, json, seed, platform, write }: Options) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const { graph } = await compile(root);
      const progress = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`${text}\n`));
      const all = await proveBuilt(root, graph, { names, seeds: seed, platform, everywhere: write === true }, progress);
      const counted = built ? all.filter(({ refused }) => refused !== notBuilt) : all;
      process.stdout.write(
        json ? `${JSON.stringify(counted.map(entry), undefined, 2)}\n` : summary(counted, all.length),
      );
      if (!json) process.stderr.write(await renderVerdicts(root, counted, isColoured(process.stderr)));
      if (write) process.stdout.write(await writeRunDeps(root, graph, counted));
      process.exitCode = counted.length > 0 && counted.every(isProved) ? 0 : 1;
    });
}

/** Edits the definitions of proved images, and says which; what they are built from stays as it is until `defs compile`. */
async function writeRunDeps(root: string, graph: Graph, verdicts: readonly Verdict[]): Promise<string> {
  const { changeRunDeps } = await import("../author/run-deps.js");
  const changed = verdicts.flatMap(({ definition, proof }) => {
    const found = proof?.findings ?? [];
    const remove = found
      .filter(({ code }) => code === "E803")
      .map(({ subject }) => namesOf(definition.runDeps).indexOf(subject));
    const add = [...new Set(found.flatMap(({ bringer }) => bringer ?? []))].map((name) => definitionOf(graph, name));
    if (definition.kind === "pallet" || definition.output !== undefined || remove.length + add.length === 0) return [];
    const file = join(root, definition.file);
    writeFile(file, changeRunDeps(definition.file, readText(file), new Set(remove), add));
    return [`${definition.file}\n`];
  });
  return `${changed.join("")}changed ${count(changed.length, "definition")}${changed.length > 0 ? "; run `defs compile`" : ""}\n`;
}

function entry({ name, platform, digest, proof, refused }: Verdict): object {
  if (proof === undefined) return { name, platform, refused };
  const plain = ({ code, subject, message }: { code: string; subject: string; message: string }): object => ({
    code,
    subject,
    message,
  });
  return {
    name,
    platform,
    digest,
    files: proof.files,
    findings: proof.findings.map(plain),
    allowed: proof.allowed.map((item) => ({ ...plain(item), reason: item.reason })),
    idle: proof.idle,
  };
}

/** How many images were proved, and how many were asked for. */
export function summary(verdicts: readonly Verdict[], asked: number): string {
  const proofs = verdicts.flatMap(({ proof }) => proof ?? []);
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
  const errors =
    total(proofs.map(({ findings, idle }) => findings.length + idle.length)) + verdicts.length - proofs.length;
  const allowed = total(proofs.map((proof) => proof.allowed.length));
  const parts = [
    `proved ${verdicts.filter(isProved).length} of ${count(verdicts.length, "image")} by ${count(total(proofs.map(({ files }) => files)), "file")}: ${count(errors, "error")}`,
    ...(allowed > 0 ? [`${count(allowed, "finding")} allowed`] : []),
    ...(asked > verdicts.length ? [`${count(asked - verdicts.length, "image")} not built`] : []),
  ];
  return `${parts.join(", ")}\n`;
}

/** What was found, each at its place in the definition. */
export async function renderVerdicts(root: string, verdicts: readonly Verdict[], colour = false): Promise<string> {
  const { locate } = await import("../load/locate.js");
  return renderDiagnostics(await locate(root, verdicts.flatMap(diagnosticsOf)), colour);
}

/** How many findings of one kind are shown for an image; `--json` has all. */
const shown = 10;

function diagnosticsOf({ definition, name, proof, refused }: Verdict): Diagnostic[] {
  const { file } = definition;
  if (proof === undefined)
    return [
      {
        code: "E801",
        file,
        path: [],
        message: `${name} cannot be proved: ${refused}`,
        hint: `run \`make ${name}\`, and the same for what it needs at run time.`,
      },
    ];
  const codes = [...new Set(proof.findings.map(({ code }) => code))];
  const found = codes.flatMap((wanted) => {
    const group = proof.findings.filter(({ code }) => code === wanted);
    return group.slice(0, shown).map(({ code, message, hint, path }, index): Diagnostic => {
      const rest =
        index === shown - 1 && group.length > shown
          ? `; ${group.length - shown} more are like it, which --json lists`
          : "";
      return { code, file, path: path ?? [], message: `${name}: ${message}${rest}`, hint };
    });
  });
  const idle = proof.idle.map((index): Diagnostic => {
    const { code, subject } = definition.allow[index]!;
    return {
      code: "E813",
      file,
      path: keyPath(definition, "allow", index),
      message: `${name}: there is no ${code} about '${subject}' to be allowed`,
      hint: "remove it.",
    };
  });
  return [...found, ...idle];
}
