#!/usr/bin/env node
// Measures the compiler and make on made-up trees, as multiples of an empty `node -e 0` in the same run.
//
//   npm run bench -- [--sizes 500,5000,20000] [--runs N] [--dir DIR] [--beside CHECKOUT] [--json]
//
// --sizes  numbers of definitions        --dir   where the trees are put (default: the temporary folder)
// --runs   how often each is measured    --json  prints JSON instead of tables
//          (default: 7, 3 or 1 by size)
// --beside  measures the compiler of another checkout, with its node_modules, too: as what multiple of its time this one takes
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, builtHash, sourcesHash } from "../bin/build.js";
import { writeTree } from "./generate.js";
import { compare, peakMemory } from "./measure.js";
import { printTables } from "./report.js";

const repository = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "500,5000,20000" },
    runs: { type: "string" },
    dir: { type: "string", default: tmpdir() },
    beside: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size >= 50))
  refuse("--sizes takes numbers of definitions, at least 50, such as 500,5000");
if (values.runs !== undefined && !/^[1-9]\d*$/.test(values.runs)) refuse("--runs takes a number, at least 1");
if (builtHash() !== sourcesHash()) await build();

function refuse(message) {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

/** Small trees are measured often, because they end quickly and vary more. */
function repetitions(size) {
  if (values.runs !== undefined) return Number(values.runs);
  return size <= 1_000 ? 7 : size <= 10_000 ? 3 : 1;
}

async function measureTree(size, root) {
  const { subjects, makeSubjects } = await import("./subjects.js");
  const { fabricateOutputs } = await import("./fabricate.js");
  const plan = writeTree(root, size);
  const rows = {};
  for (const [name, subject] of Object.entries(await subjects(repository, root, plan))) {
    process.stderr.write(`bench: ${size} definitions: ${name}\n`);
    rows[name] = compare(subject, repetitions(size));
  }
  const beside = values.beside === undefined ? undefined : await measureBeside(size, root, values.beside);
  process.stderr.write(`bench: ${size} definitions: memory, make\n`);
  const defs = [process.execPath, join(repository, "bin/defs.js"), "--root", root, "compile", "--frozen"];
  const memory = await peakMemory(defs);
  fabricateOutputs(repository, root);
  const { make, least } = makeSubjects(repository, root);
  return { size, rows, beside, memory, make: compare(make, repetitions(size), least) };
}

/** Both compilers on a tree of their own with the same definitions, by turns. */
async function measureBeside(size, root, checkout) {
  const { subjects } = await import("./subjects.js");
  const [own, other] = [`${root}-own`, `${root}-other`];
  const these = await subjects(repository, own, writeTree(own, size));
  const those = await subjects(resolve(checkout), other, writeTree(other, size));
  const rows = {};
  for (const name of Object.keys(these).filter((row) => row.startsWith("compile"))) {
    process.stderr.write(`bench: ${size} definitions: ${name}, beside ${checkout}\n`);
    rows[name] = compare(these[name], repetitions(size), those[name]);
  }
  for (const tree of [own, other]) rmSync(tree, { recursive: true, force: true });
  return rows;
}

// Node reads these certificates at every start, so they are a part of the unit.
const certificates = process.env.NODE_EXTRA_CA_CERTS !== undefined;
const machine = () => ({
  node: process.version,
  certificates,
  cpus: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  load: Math.round(loadavg()[0] * 10) / 10,
});
mkdirSync(values.dir, { recursive: true });
const folder = mkdtempSync(join(values.dir, "defs-bench-"));
// What the compiler itself puts into the temporary folder belongs beside the trees.
process.env.TMPDIR = folder;
const before = machine();
try {
  const results = [];
  for (const size of sizes) {
    const root = join(folder, String(size));
    results.push(await measureTree(size, root));
    rmSync(root, { recursive: true, force: true });
  }
  const report = { machine: { ...before, loadAfter: machine().load }, results };
  if (values.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else printTables(report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
