// Runs processes and measures them: wall-clock time, and memory over the whole process tree.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/**
 * Runs a command to its end.
 * @param {readonly string[]} argv program and arguments
 * @returns {{ wall: number, cpu: number }} milliseconds of wall clock, and of processor time of it and its descendants
 * @throws when it fails: a measurement of something that did not work is worth nothing
 */
function timed(argv, options = {}) {
  const [begin, used] = [performance.now(), processorTime()];
  const { status, error, stderr } = spawnSync(argv[0], argv.slice(1), {
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
    ...options,
  });
  const result = { wall: performance.now() - begin, cpu: processorTime() - used };
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status ?? error}: ${stderr}`);
  return result;
}

/** Processor time of all ended children in milliseconds (proc(5), /proc/pid/stat: cutime and cstime, in hundredths of a second). */
function processorTime() {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** The middle of some numbers. */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/**
 * Measures something several times, each time between two empty nodes, so that all see the same load of the machine.
 * @param {{ prepare?: () => void, argv: readonly string[], options?: object }} subject
 * @param {{ prepare?: () => void, argv: readonly string[], options?: object }} unit what it is a multiple of
 * @returns medians of wall clock in milliseconds, and the ratios of wall clock and of processor time
 */
export function compare({ prepare, argv, options }, times, unit = { argv: [process.execPath, "-e", "0"] }) {
  const [runs, units] = [[], []];
  for (let turn = 0; turn < times; turn++) {
    unit.prepare?.();
    units.push(timed(unit.argv, unit.options));
    prepare?.();
    runs.push(timed(argv, options));
    unit.prepare?.();
    units.push(timed(unit.argv, unit.options));
  }
  const wall = (results) => median(results.map((result) => result.wall));
  const cpu = (results) => mean(results.map((result) => result.cpu));
  return {
    wall: wall(runs),
    unit: wall(units),
    ratio: wall(runs) / wall(units),
    cpu: cpu(runs),
    cpuRatio: cpu(runs) / cpu(units),
    runs: times,
  };
}

/**
 * Runs a command and samples the proportional set size of it and all its descendants
 * (proc(5), /proc/pid/smaps_rollup: shared pages are counted once).
 * @returns {Promise<number>} the largest sum seen, in bytes
 */
export function peakMemory(argv, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), { stdio: "ignore", ...options });
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, treeMemory(child.pid))), 50);
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(timer);
      if (status === 0) resolve(peak);
      else reject(new Error(`${argv.join(" ")} ended with ${status}`));
    });
  });
}

function treeMemory(pid) {
  try {
    const own = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) * 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return children.reduce((sum, child) => sum + treeMemory(child), own);
  } catch {
    return 0; // It ended while it was being looked at.
  }
}
