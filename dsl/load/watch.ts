import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Running } from "./run.js";

/** How long a process worked or may work, in two measures. */
export interface Times {
  /** Milliseconds of processor time: nearly the same on a busy machine as on an idle one. */
  readonly processorMs: number;
  /** Milliseconds by the clock. As a limit it ends what only waits, and what runs on a system without proc(5). */
  readonly clockMs: number;
}

/** How often to look. */
const intervalMs = 100;

/**
 * Kills a process that writes nothing to its standard output for too long.
 * @returns what ends the watch, and gives the limit that the process overran, in milliseconds
 */
export function watch(child: Running, limits: Times): { stop(): number | undefined } {
  const now = (): Times => ({ processorMs: processorTime(child.pid), clockMs: performance.now() });
  let heard = now();
  let overrun: number | undefined;
  child.onOutput(() => (heard = now()));
  const look = (): void => {
    overrun ??= exceeded(heard, now(), limits);
    if (overrun !== undefined) child.kill();
  };
  // What was written meanwhile is heard first: Node polls between its timers and immediates.
  const timer = setInterval(() => setImmediate(look), intervalMs);
  return { stop: () => (clearInterval(timer), overrun) };
}

function exceeded(since: Times, until: Times, limits: Times): number | undefined {
  if (until.processorMs - since.processorMs > limits.processorMs) return limits.processorMs;
  return until.clockMs - since.clockMs > limits.clockMs ? limits.clockMs : undefined;
}

/**
 * Milliseconds of processor time that all threads of a process used so far (proc(5), /proc/pid/stat: utime and stime, in
 * hundredths of a second); 0 where that cannot be known.
 */
function processorTime(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
