import { platformFolder } from "../../model/platform.js";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Times } from "../../graph/schedule.js";
import type { Task } from "../../graph/tasks.js";
import { readText } from "../../load/files.js";

/**
 * How long each task took: as scripts/build noted in `<out>/<os-arch>/<image>/seconds`, else as a times.txt says.
 * @throws Error when that file is missing or has a line of another form
 */
export function readTimes(tasks: readonly Task[], out: string, file: string | undefined): Times {
  if (file !== undefined && !existsSync(file))
    throw new Error(`${file}: not found; --times takes the times.txt of an earlier plan`);
  const earlier = file === undefined ? new Map<string, number>() : parseTimes(readText(file), file);
  return new Map(
    tasks.flatMap(({ id, image, platform }): [string, number][] => {
      const seconds = noted(join(out, platformFolder(platform), image, "seconds")) ?? earlier.get(id);
      return seconds === undefined ? [] : [[id, seconds]];
    }),
  );
}

function noted(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const text = readText(path).trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function parseTimes(text: string, file: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line): [string, number] => {
      const [, image, platform, seconds] = /^(\S+) (\S+) (\d+)$/.exec(line) ?? [];
      if (seconds === undefined) throw new Error(`${file}: '${line}' is not \`<image> <platform> <seconds>\``);
      return [`${image}@${platform}`, Number(seconds)];
    }),
  );
}
