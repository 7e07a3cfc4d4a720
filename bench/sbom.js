#!/usr/bin/env node
// Measures `defs sbom --out` on a made-up tree: the bills of materials of all images, in both formats. The bar is 3 s each.
//
//   node bench/sbom.js [--size N] [--dir DIR] [--runs N]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, builtHash, sourcesHash } from "../bin/build.js";
import { writeTree } from "./generate.js";

const repository = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const bar = 3;
const { values } = parseArgs({
  options: {
    size: { type: "string", default: "513" },
    dir: { type: "string", default: tmpdir() },
    runs: { type: "string", default: "3" },
  },
});
const [size, runs] = [Number(values.size), Number(values.runs)];
if (!Number.isInteger(size) || size < 50 || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write("bench: --size takes a number from 50, --runs one from 1\n");
  process.exit(2);
}
if (builtHash() !== sourcesHash()) await build();

mkdirSync(values.dir, { recursive: true });
const root = mkdtempSync(join(values.dir, "stagex-bench-"));
try {
  writeTree(root, size);
  const defs = (...args) => execFileSync(process.execPath, [join(repository, "bin/defs.js"), "--root", root, ...args]);
  defs("compile");
  for (const format of ["spdx", "cyclonedx"]) {
    const seconds = Array.from({ length: runs }, () => measure(defs, format)).sort((a, b) => a - b);
    const median = seconds[Math.floor(runs / 2)];
    const made = readdirSync(join(root, "sbom", format, "linux-amd64")).length;
    process.stdout.write(`${format}: ${made} documents in ${median.toFixed(2)} s (bar: ${bar} s)\n`);
    if (median > bar) process.exitCode = 1;
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

function measure(defs, format) {
  const start = performance.now();
  defs("sbom", "--format", format, "--out", join(root, "sbom", format));
  return (performance.now() - start) / 1000;
}
