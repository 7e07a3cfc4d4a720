#!/usr/bin/env node
// Changes what decides about trust in one place at a time, and says which changes no test notices. docs/mutants.md has results.
//
//   node bench/mutate.js [--count N] [--seed N] [--out FILE] [FILE...]
//
// --count  mutants of each file, chosen at random (default: all)
// --seed   another choice                        --out  a line of JSON for each mutant, added to what is there
import { spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mutantsOf } from "./mutants.js";
import { testsOf } from "./mutate-tests.js";

const repository = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string" }, seed: { type: "string", default: "1" }, out: { type: "string" } },
});
const files = positionals.length > 0 ? positionals : Object.keys(testsOf);
const copy = mkdtempSync(join(tmpdir(), "mutants-"));
for (const part of [
  "dsl",
  "test",
  "scripts",
  "bin",
  "bench",
  "docs",
  "keys",
  "examples",
  "package.json",
  "tsconfig.json",
])
  cpSync(join(repository, part), join(copy, part), { recursive: true });
symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
try {
  for (const file of files) await mutateFile(file);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

async function mutateFile(file) {
  const text = readFileSync(join(repository, file), "utf8");
  const done = earlier(file);
  const all = mutantsOf(file, text);
  const chosen = shuffled(all, Number(values.seed)).slice(0, Number(values.count ?? all.length));
  const counts = { killed: 0, survived: 0 };
  for (const mutant of chosen) {
    const line = text.slice(0, mutant.start).split("\n").length;
    if (done.has(`${mutant.start} ${mutant.what}`)) continue;
    writeFileSync(join(copy, file), text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end));
    const started = Date.now();
    const status = (await passes(testsOf[file] ?? [])) ? "survived" : "killed";
    counts[status] += 1;
    record({
      file,
      line,
      start: mutant.start,
      what: mutant.what,
      text: text.split("\n")[line - 1].trim(),
      status,
      seconds: Math.round((Date.now() - started) / 1000),
    });
  }
  writeFileSync(join(copy, file), text);
  process.stdout.write(`${file}: ${counts.killed} killed, ${counts.survived} survived, of ${all.length} possible\n`);
}

/** What an earlier run with the same output has judged is not judged again. */
function earlier(file) {
  if (values.out === undefined || !existsSync(values.out)) return new Set();
  const rows = readFileSync(values.out, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((row) => JSON.parse(row));
  return new Set(rows.filter((row) => row.file === file).map(({ start, what }) => `${start} ${what}`));
}

function record(row) {
  if (values.out !== undefined) appendFileSync(values.out, `${JSON.stringify(row)}\n`);
  if (row.status === "survived")
    process.stdout.write(`  survived: ${row.file}:${row.line}: ${row.what}: ${row.text}\n`);
}

/** Whether all tests pass. A mutant that never ends is stopped, and counts as noticed. */
function passes(tests) {
  return new Promise((resolve) => {
    const [names, filter] = [
      tests.filter((word) => !word.startsWith("-t ")),
      tests.find((word) => word.startsWith("-t ")),
    ];
    const words = [
      "vitest",
      "run",
      "--config",
      "bench/mutate.config.ts",
      ...names,
      ...(filter ? ["-t", filter.slice(3)] : []),
    ];
    const child = spawn("npx", words, { cwd: copy, stdio: "ignore", detached: true });
    const timer = setTimeout(() => process.kill(-child.pid), 300_000);
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve(status === 0);
    });
  });
}

/** A fixed order for each seed (Fisher and Yates, with a linear congruence for chance). */
function shuffled(items, seed) {
  const list = [...items];
  let state = seed;
  for (let at = list.length - 1; at > 0; at -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (at + 1);
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}
