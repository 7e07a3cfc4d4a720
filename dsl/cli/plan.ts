import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { emitBake } from "../emit/bake.js";
import { emitMatrix, emitPlan, emitTimes, emitWaves, type Plan } from "../emit/plan.js";
import { schedule } from "../graph/schedule.js";
import { readTasks, type Task } from "../graph/tasks.js";
import { listFiles, readText, writeFile } from "../load/files.js";
import { unknownImage } from "../report/suggest.js";
import { checkKeys, committedSnapshot, compareSnapshots, presentSnapshot } from "./read/changes.js";
import { planText } from "./plan-text.js";
import { readTimes } from "./read/times.js";

interface Options {
  readonly to?: string;
  readonly cache?: string;
  readonly most: string;
  readonly affected?: string;
  readonly seed?: string;
  readonly times?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `defs plan`. */
export function register(program: Command): void {
  program
    .command("plan")
    .description(
      "plan the build of generated/ on many machines, in waves for docker buildx bake and as a CI matrix; evaluates nothing",
    )
    .argument("[images...]", "only these and what they need")
    .option("--to <dir>", "write docker-bake.json, waves.txt, matrix.json and times.txt there")
    .option("--cache <registry/path>", "let each build keep its cache in this registry")
    .option("--most <number>", "how many builds a wave may hold, up to 50", "50")
    .option("--affected <revision>", "only what changed since a revision's generated/, and what that may rebuild")
    .option("--seed <name>", "with a host seed in place of the image that allows it, as SEED for make")
    .option("--times <file>", "how long images took, from the times.txt of an earlier plan")
    .option("--out <dir>", "where images were built, with the time of each (default: out/ of the tree)")
    .option("--json", "the plan as JSON")
    .action(async (images: readonly string[], options: Options) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const most = checkedMost(options.most);
      const cache = checkedCache(options.cache);
      const all = readTasks(
        readGenerated(root, "generated/images.txt"),
        (file) => readGenerated(root, file),
        options.seed,
      );
      checkKeys(
        all.map(({ image, platform }) => `${image}@${platform}`),
        listFiles(root, "generated"),
        "generated/images.txt",
      );
      const tasks = await affectedTasks(root, neededTasks(all, images), options.affected);
      const times = readTimes(tasks, options.out ?? join(root, "out"), options.times);
      const plan: Plan = { tasks, times, schedule: schedule(tasks, times, most) };
      if (options.to !== undefined) writePlan(options.to, plan, cache);
      process.stdout.write(options.json ? emitPlan(plan) : planText(plan));
    });
}

/** Each file is whole at any moment; waves.txt, which scripts/bake begins with, is the last. */
function writePlan(folder: string, plan: Plan, cache: string | undefined): void {
  const waves: Task[][] = [];
  for (const task of plan.tasks)
    if (task.making === "build") (waves[plan.schedule.waves.get(task.id)! - 1] ??= []).push(task);
  writeFile(join(folder, "docker-bake.json"), emitBake(waves, cache));
  writeFile(join(folder, "matrix.json"), emitMatrix(plan));
  writeFile(join(folder, "times.txt"), emitTimes(plan.times));
  writeFile(join(folder, "waves.txt"), emitWaves(plan));
}

function readGenerated(root: string, file: string): string {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${path} is missing; run \`defs compile\``);
  return readText(path);
}

/** The tasks of these images and all that they need; every task when none is named. */
function neededTasks(all: readonly Task[], images: readonly string[]): readonly Task[] {
  if (images.length === 0) return all;
  for (const name of images) {
    if (!all.some(({ image }) => image === name))
      throw new Error(
        unknownImage(
          name,
          all.map(({ image }) => image),
        ),
      );
  }
  const wanted = new Set(all.filter(({ image }) => images.includes(image)).map(({ id }) => id));
  const byId = new Map(all.map((task) => [task.id, task]));
  for (const id of wanted) for (const need of byId.get(id)?.needs ?? []) wanted.add(need);
  return all.filter(({ id }) => wanted.has(id));
}

async function affectedTasks(
  root: string,
  tasks: readonly Task[],
  revision: string | undefined,
): Promise<readonly Task[]> {
  if (revision === undefined) return tasks;
  const { rebuild, may } = compareSnapshots(await committedSnapshot(root, revision), await presentSnapshot(root));
  const changed = new Set([...rebuild, ...may]);
  return tasks.filter(({ image }) => changed.has(image));
}

function checkedMost(text: string): number {
  const most = Number(text);
  if (!Number.isInteger(most) || most < 1 || most > 50)
    throw new Error(`--most takes a number from 1 to 50, not '${text}'`);
  return most;
}

/** A host with a path, as scripts/push takes it. */
function checkedCache(place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  const [, host = ""] = /^([A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?)(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+$/.exec(place) ?? [];
  if (host === "localhost" || /[.:]/.test(host)) return place;
  throw new Error(`--cache takes a registry with a path, such as registry.example/stagex-cache, not '${place}'`);
}
