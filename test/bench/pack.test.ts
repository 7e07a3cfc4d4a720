import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/files.js";

const bench = (name: string): string => fileURLToPath(new URL(`../../bench/${name}`, import.meta.url));

test("the benchmark of packing packs what it made up, measures it, and leaves nothing behind", () => {
  const dir = temporaryFolder();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bench("pack.js"), "--size", "2", "--files", "100", "--runs", "1", "--dir", dir, "--json"],
    { encoding: "utf8" },
  );
  expect(status, stderr).toBe(0);
  const result = JSON.parse(stdout) as Readonly<Record<string, number>>;
  expect(result["bytes"]).toBe(100 * Math.floor((2 * 2 ** 20) / 100));
  expect(result["ratio"]).toBe(result["wall"]! / result["unit"]!);
  expect(readdirSync(dir)).toEqual([]);
});

test("the benchmark of packing refuses a size that is none", () => {
  const { status, stderr } = spawnSync(process.execPath, [bench("pack.js"), "--size", "much"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toBe("bench: --size takes a number, at least 1\n");
});

test("the benchmark of engines refuses one that it does not know", () => {
  const { status, stderr } = spawnSync(bench("engines"), ["rkt"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toBe("bench: unknown engine 'rkt'; engines are docker, podman and buildah\n");
});
