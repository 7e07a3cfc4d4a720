#!/usr/bin/env node
// Measures how fast scripts/pack turns a root filesystem into an image, against plain `tar` and `sha256sum` over the same files.
//
//   node bench/pack.js [--size MiB] [--files N] [--runs N] [--dir DIR] [--json]
//
// --size   of all files together (default: 1024)     --dir   where the files are put (default: the temporary folder);
// --files  how many there are (default: 8192)                six times their size is needed there
// --runs   how often it is measured (default: 3)     --json  prints JSON instead of a table
import { randomBytes } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compare } from "./measure.js";

const pack = fileURLToPath(new URL("../scripts/pack", import.meta.url));
const config =
  '{"created":"1980-01-02T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}';

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1024" },
    files: { type: "string", default: "8192" },
    runs: { type: "string", default: "3" },
    dir: { type: "string", default: tmpdir() },
    json: { type: "boolean", default: false },
  },
});
const [size, files, runs] = ["size", "files", "runs"].map(number);

/** The number that an option says. */
function number(name) {
  if (/^[1-9]\d*$/.test(values[name])) return Number(values[name]);
  process.stderr.write(`bench: --${name} takes a number, at least 1\n`);
  process.exit(2);
}

/** Files of one size in folders of 64, and the raw stream of them that an engine would give. */
function writeFiles(folder) {
  const data = randomBytes(Math.max(1, Math.floor((size * 2 ** 20) / files)));
  for (let index = 0; index < files; index++) {
    const sub = join(folder, "tree", `folder-${Math.floor(index / 64)}`);
    if (index % 64 === 0) mkdirSync(sub, { recursive: true });
    data.writeUInt32LE(index); // No two are the same.
    writeFileSync(join(sub, `file-${index}`), data);
  }
  execFileSync("tar", [
    "-c",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "-f",
    join(folder, "rootfs.tar"),
    "-C",
    join(folder, "tree"),
    ".",
  ]);
  writeFileSync(join(folder, "config.json"), config);
  return data.length * files;
}

function measure(folder) {
  const bytes = writeFiles(folder);
  const layout = join(folder, "layout");
  const packing = {
    prepare: () => rmSync(layout, { recursive: true, force: true }),
    argv: [
      pack,
      "--config",
      join(folder, "config.json"),
      "--image",
      "bench",
      "--platform",
      "linux/amd64",
      "--rootfs",
      join(folder, "rootfs.tar"),
      layout,
    ],
  };
  const plain = {
    argv: [
      "sh",
      "-euc",
      'tar -c -f "$1/plain.tar" -C "$1/tree" . && sha256sum "$1/plain.tar" && rm "$1/plain.tar"',
      "sh",
      folder,
    ],
  };
  return { bytes, files, ...compare(packing, runs, plain) };
}

function table({ load, loadAfter, bytes, wall, unit, ratio, cpuRatio }) {
  const speed = (milliseconds) => (bytes / 1000 / milliseconds).toFixed(0);
  return [
    `load ${load} before and ${loadAfter} after`,
    "",
    `| ${files} files, ${size} MiB | seconds | MB/s | tar and sha256sum, seconds | MB/s | ratio of time | of processor time | runs |`,
    "|---|---|---|---|---|---|---|---|",
    `| scripts/pack | ${(wall / 1000).toFixed(1)} | ${speed(wall)} | ${(unit / 1000).toFixed(1)} | ${speed(unit)} | ${ratio.toFixed(1)} | ${cpuRatio.toFixed(1)} | ${runs} |`,
    "",
  ].join("\n");
}

const load = () => Math.round(loadavg()[0] * 10) / 10;
mkdirSync(values.dir, { recursive: true });
const folder = mkdtempSync(join(values.dir, "pack-bench-"));
process.env.TMPDIR = folder;
const before = load();
try {
  const result = { cpus: cpus().length, load: before, ...measure(folder), loadAfter: load() };
  process.stdout.write(values.json ? `${JSON.stringify(result, undefined, 2)}\n` : table(result));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
