#!/usr/bin/env node
// Changes what decides about trust in one place at a time, and says which changes nothing notices. docs/mutants.md has results.
//
//   STAGEX_CORPUS=DIR/bad-inputs npx vitest run test/trust/bad-inputs.test.ts      # and so on: keeps the trees that a test judges
//   node bench/mutate.js --corpus DIR [--count N] [--seed N] [--out FILE] [FILE...]
//
// A mutant is noticed when it gives any tree of the corpus another verdict than the original, or never ends. Files that judge no tree are
// tried with their own tests. --count: mutants of each file, chosen by --seed (default: all); --out: a line of JSON for each, added to what
// is there, and not tried again.
import { spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { mutantsOf } from "./mutants.js";
import { corporaOf, readers, testsOf } from "./mutate-tests.js";

const repository = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: "string" },
    count: { type: "string" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
if (values.corpus === undefined) {
  process.stderr.write("mutate: --corpus names the folder of the trees\n");
  process.exit(2);
}
const corpora = readdirSync(values.corpus).map((name) => join(resolve(values.corpus), name));
const copy = mkdtempSync(join(tmpdir(), "mutants-"));
const parts = ["dsl", "test", "scripts", "bin", "bench", "docs", "keys", "examples", "package.json", "tsconfig.json"];
for (const part of parts) cpSync(join(repository, part), join(copy, part), { recursive: true });
symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
const shellVerdicts = new Map();
const files = positionals.length > 0 ? positionals : [...readers, ...Object.keys(corporaOf), ...Object.keys(testsOf)];
try {
  // The verdicts of what was not changed.
  if (!(await judgedAlike(files))) throw new Error("the trees cannot be judged");
  for (const file of files) await mutateFile(file);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

async function mutateFile(file) {
  const text = readFileSync(join(repository, file), "utf8");
  const done = earlier(file);
  const all = mutantsOf(file, text);
  const counts = { killed: 0, survived: 0 };
  for (const mutant of shuffled(all, Number(values.seed)).slice(0, Number(values.count ?? all.length))) {
    if (done.has(`${mutant.start} ${mutant.what}`)) continue;
    writeFileSync(join(copy, file), text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end));
    const status = (await isUnnoticed(file)) ? "survived" : "killed";
    counts[status] += 1;
    const line = text.slice(0, mutant.start).split("\n").length;
    record({ file, line, start: mutant.start, what: mutant.what, text: text.split("\n")[line - 1].trim(), status });
  }
  writeFileSync(join(copy, file), text);
  process.stdout.write(`${file}: ${counts.killed} killed, ${counts.survived} survived, of ${all.length} possible\n`);
}

async function isUnnoticed(file) {
  if (testsOf[file] !== undefined) return passes(testsOf[file]);
  return file.endsWith(".ts") ? judgedAlike([file]) : shellAlike(corporaOf[file]);
}

/** Whether what is in TypeScript, as it lies in the copy, gives the results that were noted: those readers, or whole verdicts. */
async function judgedAlike(changed) {
  if (changed.some((file) => readers.has(file)) && !(await alike("judge-parts", resolve(values.corpus)))) return false;
  if (changed.every((file) => corporaOf[file] === undefined || file.startsWith("scripts/"))) return true;
  for (const corpus of corpora) if (!(await alike("judge", corpus))) return false;
  return true;
}

async function alike(judge, corpus) {
  const output = join(copy, `${judge}.mjs`);
  try {
    const input = join(copy, `bench/${judge}.js`);
    const bundled = await rolldown({ input, platform: "node", external: ["openpgp"], logLevel: "silent" });
    await bundled.write({ file: output, format: "esm" });
    await bundled.close();
  } catch {
    return false;
  }
  const noted = join(copy, `${judge}-${corpus.slice(corpus.lastIndexOf("/") + 1)}.json`);
  return (await ended(process.execPath, [output, corpus, noted], 240)).status === 0;
}

/** The same for the verifier in shell, on the trees of the corpora whose names hold one of these words. */
async function shellAlike(words) {
  for (const corpus of corpora.filter((path) => words.some((word) => path.endsWith(word))))
    for (const name of readdirSync(corpus).sort()) {
      const place = join(corpus, name);
      if (!shellVerdicts.has(place)) shellVerdicts.set(place, await shellVerdict(repository, place));
      if ((await shellVerdict(copy, place)) !== shellVerdicts.get(place)) return false;
    }
  return true;
}

async function shellVerdict(root, place) {
  const words = ["--verbose", "--trusted-policy", readFileSync(join(place, "trusted"), "utf8")];
  const { status, text } = await ended(join(root, "scripts/verify-signatures"), words, 60, {
    STAGEX_ROOT: join(place, "tree"),
  });
  const lines = text.split("\n").map((line) => /^(\S+: (?:refused|good signature by .*|\d+ of \d+))/.exec(line)?.[1]);
  return JSON.stringify([status, lines.filter(Boolean).sort()]);
}

/** @returns how a program ended and what it printed; one that takes longer is stopped, with all that it started. */
function ended(program, words, seconds, environment = {}) {
  return new Promise((done) => {
    const child = spawn("timeout", ["--kill-after=1", String(seconds), program, ...words], {
      cwd: copy,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += part));
    child.on("error", () => done({ status: -1, text }));
    child.on("close", (status) => done({ status, text }));
  });
}

/** Whether all tests pass. */
async function passes(tests) {
  return (await ended("npx", ["vitest", "run", "--config", "bench/mutate.config.ts", ...tests], 300)).status === 0;
}

/** What an earlier run with the same output has judged is not judged again. */
function earlier(file) {
  if (values.out === undefined || !existsSync(values.out)) return new Set();
  const rows = readFileSync(values.out, "utf8").split("\n").filter(Boolean);
  const own = rows.map((row) => JSON.parse(row)).filter((row) => row.file === file);
  return new Set(own.map(({ start, what }) => `${start} ${what}`));
}

function record(row) {
  if (values.out !== undefined) appendFileSync(values.out, `${JSON.stringify(row)}\n`);
  if (row.status === "survived")
    process.stdout.write(`  survived: ${row.file}:${row.line}: ${row.what}: ${row.text}\n`);
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
