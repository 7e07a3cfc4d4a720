import type { Schedule, Times } from "../graph/schedule.js";
import { machinesOf, type Task } from "../graph/tasks.js";

/** Work, and when it is done. */
export interface Plan {
  readonly tasks: readonly Task[];
  readonly times: Times;
  readonly schedule: Schedule;
}

/** waves.txt, for scripts/bake: wave, image, platform, and how it is made; in the order in which it is done. */
export function emitWaves({ tasks, schedule }: Plan): string {
  const lines = tasks.map((task, index) => ({
    wave: schedule.waves.get(task.id)!,
    index,
    text: `${task.image} ${task.platform} ${task.making}`,
  }));
  const sorted = lines.sort((a, b) => a.wave - b.wave || a.index - b.index);
  return [
    "# Wave, image, platform, making. Written by `defs plan`.",
    ...sorted.map(({ wave, text }) => `${wave} ${text}`),
    "",
  ].join("\n");
}

/** times.txt: how long each image took, as far as is known, in seconds; `defs plan --times` reads it. */
export function emitTimes(times: Times): string {
  return [
    "# Image, platform, seconds. Written by `defs plan`.",
    ...[...times].map(([id, seconds]) => `${id.replace("@", " ")} ${seconds}`).sort(),
    "",
  ].join("\n");
}

/** matrix.json: a matrix of jobs for each dependency level, in the form of GitHub's `strategy.matrix`. */
export function emitMatrix(plan: Plan): string {
  const levels: object[][] = [];
  for (const task of plan.tasks) (levels[plan.schedule.levels.get(task.id)!] ??= []).push(job(task, plan.times));
  return json({ levels: levels.map((include) => ({ include })), criticalPath: criticalPath(plan) });
}

/** The whole plan as data, for other programs. */
export function emitPlan(plan: Plan): string {
  const { levels, waves } = plan.schedule;
  const tasks = plan.tasks.map((task) => ({
    ...job(task, plan.times),
    making: task.making,
    level: levels.get(task.id),
    wave: waves.get(task.id),
  }));
  return json({ schema: 1, tasks, criticalPath: criticalPath(plan) });
}

function job(task: Task, times: Times): object {
  const { image, platform, needs, id } = task;
  return {
    image,
    platform,
    machines: machinesOf(task),
    seconds: times.get(id) ?? null,
    needs: needs.map((need) => need.slice(0, need.indexOf("@"))),
  };
}

/** How long the critical path takes as far as is known, and of how many images on it that is not known. */
export function criticalPath({ schedule, times }: Plan): {
  seconds: number;
  unknown: number;
  images: readonly { image: string; platform: string; seconds: number | null }[];
} {
  const images = schedule.criticalPath.map(({ id, image, platform }) => ({
    image,
    platform,
    seconds: times.get(id) ?? null,
  }));
  return {
    seconds: images.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
    unknown: images.filter(({ seconds }) => seconds === null).length,
    images,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
