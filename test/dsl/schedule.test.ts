import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedule } from "../../dsl/graph/schedule.js";
import type { Making, Task } from "../../dsl/graph/tasks.js";

/** A task that needs the ones of these names. */
function task(image: string, needs: readonly string[] = [], making: Making = "build"): Task {
  return {
    id: `${image}@linux/amd64`,
    image,
    platform: "linux/amd64",
    builder: "linux/amd64",
    making,
    needs: needs.map((need) => `${need}@linux/amd64`),
    contexts: needs,
    flags: new Map(),
  };
}

const times = (seconds: Readonly<Record<string, number>>) =>
  new Map(Object.entries(seconds).map(([image, number]) => [`${image}@linux/amd64`, number]));

/** Up to 40 tasks without cycles, each after what it needs, with some of their times, and how many builds a wave may hold. */
const work = fc
  .tuple(
    fc.array(
      fc.record({
        needs: fc.uniqueArray(fc.nat(), { maxLength: 4 }),
        making: fc.constantFrom<Making>("build", "build", "compose", "unpack"),
        seconds: fc.option(fc.nat(1000)),
      }),
      { minLength: 1, maxLength: 40 },
    ),
    fc.integer({ min: 1, max: 5 }),
  )
  .map(([shapes, most]) => {
    const tasks = shapes.map(({ needs, making }, index) =>
      task(`core-${index}`, index === 0 ? [] : [...new Set(needs.map((need) => `core-${need % index}`))], making),
    );
    const known = new Map(
      shapes.flatMap(({ seconds }, index): [string, number][] =>
        seconds === null ? [] : [[tasks[index]!.id, seconds]],
      ),
    );
    return { tasks, known, most };
  });

describe("every schedule", () => {
  test("builds each task once, in a wave after all that it needs, and no wave holds too many", () => {
    fc.assert(
      fc.property(work, ({ tasks, known, most }) => {
        const { waves } = schedule(tasks, known, most);
        expect([...waves.keys()].sort()).toEqual(tasks.map(({ id }) => id).sort());
        const builds = tasks.filter(({ making }) => making === "build");
        for (const item of tasks)
          for (const need of item.needs)
            expect(waves.get(item.id)! - waves.get(need)!).toBeGreaterThanOrEqual(item.making === "build" ? 1 : 0);
        for (let wave = 1; wave <= Math.max(...waves.values()); wave++) {
          const size = builds.filter(({ id }) => waves.get(id) === wave).length;
          expect(size).toBeGreaterThan(0);
          expect(size).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("leaves no slot idle while a build is ready", () => {
    fc.assert(
      fc.property(work, ({ tasks, known, most }) => {
        const { waves } = schedule(tasks, known, most);
        const builds = tasks.filter(({ making }) => making === "build");
        for (const item of builds) {
          const earliest = Math.max(0, ...item.needs.map((need) => waves.get(need)!)) + 1;
          for (let wave = earliest; wave < waves.get(item.id)!; wave++)
            expect(builds.filter(({ id }) => waves.get(id) === wave).length).toBe(most);
        }
      }),
    );
  });

  test("puts each task one level above the highest that it needs", () => {
    fc.assert(
      fc.property(work, ({ tasks, known, most }) => {
        const { levels } = schedule(tasks, known, most);
        for (const item of tasks)
          expect(levels.get(item.id)).toBe(
            item.needs.length === 0 ? 0 : Math.max(...item.needs.map((need) => levels.get(need)!)) + 1,
          );
      }),
    );
  });

  test("has a critical path of which each needs the one before, and that no chain exceeds when all times are known", () => {
    fc.assert(
      fc.property(work, ({ tasks, known, most }) => {
        const all = new Map(tasks.map(({ id }) => [id, known.get(id) ?? 7]));
        const { criticalPath } = schedule(tasks, all, most);
        criticalPath.slice(1).forEach((item, index) => expect(item.needs).toContain(criticalPath[index]!.id));
        const end = new Map<string, number>();
        for (const { id, needs } of tasks)
          end.set(id, Math.max(0, ...needs.map((need) => end.get(need)!)) + all.get(id)!);
        expect(criticalPath.reduce((sum, { id }) => sum + all.get(id)!, 0)).toBe(Math.max(...end.values()));
      }),
    );
  });
});

describe("a schedule", () => {
  test("prefers the build that most still waits for", () => {
    const tasks = [task("core-a"), task("core-b"), task("core-c"), task("core-d", ["core-c"])];
    const { waves } = schedule(tasks, times({ "core-a": 1, "core-b": 2, "core-c": 1, "core-d": 9 }), 1);
    expect([...waves].sort(([, a], [, b]) => a - b).map(([id]) => id.slice(0, 6))).toEqual([
      "core-c",
      "core-d",
      "core-b",
      "core-a",
    ]);
  });

  test("takes what is not planned for granted", () => {
    const { levels, waves } = schedule([task("core-a", ["core-elsewhere"])], new Map(), 50);
    expect([[...levels.values()], [...waves.values()]]).toEqual([[0], [1]]);
  });

  test("counts an unknown time as the median of the known ones", () => {
    const tasks = [task("core-a"), task("core-b"), task("core-c"), task("core-d")];
    expect(
      schedule(tasks, times({ "core-a": 1, "core-b": 5, "core-d": 4 }), 50).criticalPath.map(({ image }) => image),
    ).toEqual(["core-b"]);
    expect(
      schedule(
        [...tasks, task("core-e", ["core-c"])],
        times({ "core-a": 1, "core-b": 5, "core-d": 4 }),
        50,
      ).criticalPath.map(({ image }) => image),
    ).toEqual(["core-c", "core-e"]);
  });

  test("of nothing is empty", () => {
    expect(schedule([], new Map(), 50)).toEqual({ levels: new Map(), waves: new Map(), criticalPath: [] });
  });
});
