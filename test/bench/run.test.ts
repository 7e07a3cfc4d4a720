import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bench/run.js", import.meta.url));

interface Row {
  readonly wall: number;
  readonly unit: number;
  readonly ratio: number;
  readonly runs: number;
}

interface Report {
  readonly results: readonly {
    readonly size: number;
    readonly memory: number;
    readonly rows: Readonly<Record<string, Row>>;
    readonly make: Row;
  }[];
}

test("the benchmark's made-up definitions compile, and everything is measured", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--sizes", "60", "--runs", "1", "--json"], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const [result] = (JSON.parse(stdout) as Report).results;
  expect(result!.size).toBe(60);
  expect(Object.keys(result!.rows)).toEqual([
    "type check alone",
    "compile, no cache, no generated/",
    "compile --frozen",
    "compile, nothing changed",
    "compile, one definition changed",
  ]);
  for (const row of [...Object.values(result!.rows), result!.make])
    expect(row).toMatchObject({ runs: 1, ratio: row.wall / row.unit });
});

test("the benchmark refuses sizes that are none", () => {
  const { status, stderr } = spawnSync(process.execPath, [program, "--sizes", "many"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("--sizes");
});
