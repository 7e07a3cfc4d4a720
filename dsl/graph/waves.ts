import type { Links } from "./schedule.js";
import type { Task } from "./tasks.js";

/**
 * The wave of each task, by id: as early as its needs allow, and at most `most` builds in each.
 * @param urgent all tasks, those first that are to be preferred when there are more than a wave takes
 */
export function wavesOf(urgent: readonly Task[], needs: Links, users: Links, most: number): Map<string, number> {
  const rank = new Map(urgent.map(({ id }, index) => [id, index]));
  const built = new Set(urgent.filter(({ making }) => making === "build").map(({ id }) => id));
  const missing = new Map([...needs].map(([id, list]) => [id, list.length]));
  const waves = new Map<string, number>();

  /** Notes a task as done; returns those that only waited for it. */
  const finish = (id: string, wave: number): string[] => {
    waves.set(id, wave);
    return (users.get(id) ?? []).filter((user) => missing.set(user, missing.get(user)! - 1).get(user) === 0);
  };

  /** What no engine makes is done at once, and frees others; returns the builds that are free by then. */
  const settle = (free: readonly string[], wave: number): string[] => {
    const reached = [...free];
    for (const id of reached) if (!built.has(id)) reached.push(...finish(id, wave));
    return reached.filter((id) => built.has(id));
  };

  const ready = settle(
    urgent.filter(({ id }) => missing.get(id) === 0).map(({ id }) => id),
    0,
  );
  for (let wave = 1; ready.length > 0; wave++) {
    const now = ready.sort((a, b) => rank.get(a)! - rank.get(b)!).splice(0, most);
    ready.push(
      ...settle(
        now.flatMap((id) => finish(id, wave)),
        wave,
      ),
    );
  }
  return waves;
}
