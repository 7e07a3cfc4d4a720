import { reversed } from "./query.js";
import type { Task } from "./tasks.js";
import { wavesOf } from "./waves.js";

/** Seconds that tasks took before, by id; what is not in it is unknown. */
export type Times = ReadonlyMap<string, number>;

/** When each task is done, by id. */
export interface Schedule {
  /** 0 needs nothing of the plan, every other task one more than the highest of its needs. */
  readonly levels: ReadonlyMap<string, number>;
  /** The run of the builders in which a task is built, from 1; what no engine makes is made right after the last that it needs, from 0. */
  readonly waves: ReadonlyMap<string, number>;
  /** The chain of tasks that takes longest, each needing the one before: with any number of machines, nothing is done sooner. */
  readonly criticalPath: readonly Task[];
}

/**
 * Orders tasks for many machines: list scheduling by the longest chain that still follows a task (Hu 1961; Coffman and
 * Graham 1972). An unknown time counts as the median of the known ones, or as 1 when there are none.
 * @param tasks in build order
 * @param most how many builds a wave may hold
 */
export function schedule(tasks: readonly Task[], times: Times, most: number): Schedule {
  const planned = new Map(tasks.map((task) => [task.id, task]));
  const needs = new Map(tasks.map((task) => [task.id, task.needs.filter((need) => planned.has(need))]));
  const users = reversed(needs);
  const chains = chainLengths(tasks, users, times);
  const urgent = [...tasks].sort((a, b) => chains.get(b.id)! - chains.get(a.id)!);
  return {
    levels: levelsOf(needs),
    waves: wavesOf(urgent, needs, users, most),
    criticalPath: longestChain(users, chains).map((id) => planned.get(id)!),
  };
}

/** Ids by id: what a task needs, or who uses it. */
export type Links = ReadonlyMap<string, readonly string[]>;

function levelsOf(needs: Links): Map<string, number> {
  const levels = new Map<string, number>();
  for (const [id, list] of needs)
    levels.set(
      id,
      list.reduce((highest, need) => Math.max(highest, levels.get(need)! + 1), 0),
    );
  return levels;
}

/** Seconds from the start of each task to the end of the longest chain that it begins. */
function chainLengths(tasks: readonly Task[], users: Links, times: Times): Map<string, number> {
  const known = tasks.flatMap(({ id }) => times.get(id) ?? []).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)] ?? 1;
  const chains = new Map<string, number>();
  for (const { id } of [...tasks].reverse())
    chains.set(id, (times.get(id) ?? usual) + longest(users.get(id) ?? [], chains).length);
  return chains;
}

/** The one with the longest chain; the first of several. */
function longest(
  ids: Iterable<string>,
  chains: ReadonlyMap<string, number>,
): { id: string | undefined; length: number } {
  let best: { id: string | undefined; length: number } = { id: undefined, length: 0 };
  for (const id of ids)
    if (best.id === undefined || chains.get(id)! > best.length) best = { id, length: chains.get(id)! };
  return best;
}

function longestChain(users: Links, chains: ReadonlyMap<string, number>): string[] {
  const chain: string[] = [];
  for (let { id } = longest(chains.keys(), chains); id !== undefined; { id } = longest(users.get(id) ?? [], chains))
    chain.push(id);
  return chain;
}
