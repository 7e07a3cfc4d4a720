import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Tree } from "../emit/tree.js";
import { readTexts } from "../load/files.js";
import { readInputs } from "../load/inputs.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { count } from "../report/render.js";
import { isEmptyPlan, planWrite, type Plan } from "../write/plan.js";
import { writeTree } from "../write/write.js";
import { unifiedDiff } from "./terminal/diff.js";
import { inputsHash, isCurrent, remember } from "./read/unchanged.js";

/** `defs compile`. */
export function register(program: Command): void {
  program
    .command("compile")
    .description("check all definitions and write generated/")
    .option("--frozen", "write nothing; fail and show the difference if generated/ is not current. Reads no cache")
    .action(async (options: { frozen?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      await (options.frozen ? verify(root) : update(root));
    });
}

async function update(root: string): Promise<void> {
  const inputs = readInputs(root);
  const hash = inputsHash(inputs);
  const known = isCurrent(root, hash);
  if (known !== undefined) {
    process.stdout.write(`checked ${count(known, "definition")}: generated/ is current\n`);
    return;
  }
  const { compile } = await import("./pipeline.js");
  let present: ReadonlyMap<string, string> | undefined;
  const { graph, tree, settled } = await compile(root, {
    inputs,
    meanwhile: () => (present = readTexts(root, "generated")),
  });
  const plan = planWrite(root, tree, present);
  writeTree(root, tree, plan);
  if (settled) remember(root, hash, graph.order.length, tree);
  process.stdout.write(`checked ${count(graph.order.length, "definition")}: ${summary(plan)}\n`);
}

function summary(plan: Plan): string {
  if (isEmptyPlan(plan)) return "generated/ is current";
  const parts = (["added", "changed", "removed"] as const)
    .filter((kind) => plan[kind].length > 0)
    .map((kind) => `${plan[kind].length} ${kind}`);
  return `wrote generated/ (${parts.join(", ")})`;
}

async function verify(root: string): Promise<void> {
  const { compile } = await import("./pipeline.js");
  const { graph, tree } = await compile(root, { fresh: true });
  const plan = planWrite(root, tree);
  if (isEmptyPlan(plan)) {
    process.stdout.write(`checked ${count(graph.order.length, "definition")}: generated/ is current\n`);
    return;
  }
  process.stdout.write(await unifiedDiff(root, tree, plan));
  throw new DiagnosticsError(stale(root, tree, plan), graph.order.length);
}

function stale(root: string, tree: Tree, plan: Plan): DiagnosticsError["diagnostics"] {
  const hint = "run `defs compile` and commit the result; nobody edits these files by hand.";
  return [
    ...plan.added.map((file) => ({ code: "E401" as const, file, message: "this file is missing", hint })),
    ...plan.changed.map((file) => ({
      code: "E401" as const,
      file,
      line: firstDifference(readFileSync(join(root, file), "utf8"), tree.get(file)!),
      message: "this file differs from what the definitions say",
      hint,
    })),
    ...plan.removed.map((file) => ({
      code: "E402" as const,
      file,
      message: "this file comes from no definition",
      hint,
    })),
  ];
}

/** The number of the first line in which two texts differ. */
function firstDifference(before: string, after: string): number {
  const [present, wanted] = [before.split("\n"), after.split("\n")];
  const index = present.findIndex((line, number) => line !== wanted[number]);
  return (index < 0 ? present.length : index) + 1;
}
