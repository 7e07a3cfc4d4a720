import { criticalPath, type Plan } from "../emit/plan.js";
import { machinesOf } from "../graph/tasks.js";
import { count } from "../report/render.js";

/** The plan for people: how much there is to do, where, and what takes longest. */
export function planText(plan: Plan): string {
  const { tasks, times, schedule } = plan;
  if (tasks.length === 0) return "nothing is to be made\n";
  const builds = tasks.filter(({ making }) => making === "build");
  const waves = Math.max(...schedule.waves.values());
  const levels = Math.max(...schedule.levels.values()) + 1;
  return [
    `${count(tasks.length, "image")} in ${count(levels, "level")}: ${builds.length} built in ${count(waves, "wave")}, ${tasks.length - builds.length} composed or unpacked`,
    ...machineLines(plan),
    `times of ${times.size} of ${tasks.length} are known`,
    ...pathLines(plan),
    "",
  ].join("\n");
}

function machineLines({ tasks }: Plan): string[] {
  const groups = new Map<string, number>();
  for (const task of tasks) {
    const on = task.making === "build" ? machinesOf(task).join(" or ") : "any machine";
    groups.set(on, (groups.get(on) ?? 0) + 1);
  }
  return [...groups].map(([on, number]) => `  on ${on}: ${number}`).sort();
}

function pathLines(plan: Plan): string[] {
  const { seconds, unknown, images } = criticalPath(plan);
  const total = unknown === 0 ? `${seconds} s` : `at least ${seconds} s, ${unknown} of ${images.length} unknown`;
  return [
    `critical path: ${total}`,
    ...images.map(
      ({ image, platform, seconds }) => `  ${image} ${platform} ${seconds === null ? "unknown" : `${seconds} s`}`,
    ),
  ];
}
