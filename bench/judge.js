// Judges every tree of a corpus with the verifier in TypeScript, and ends with 1 at the first verdict that is not the one noted before;
// bench/mutate.js bundles it with a changed module. `node judge.js CORPUS FILE`: FILE has the verdicts, and is written where there is none.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signingStatus } from "../dsl/trust/collect.ts";
import { exportPolicy } from "../dsl/trust/export.ts";
import { readGraph } from "../dsl/trust/graph.ts";
import { lintSignatures } from "../dsl/trust/lint.ts";
import { recode } from "../dsl/trust/recode.ts";
import { verifyRelease } from "../dsl/trust/release.ts";
import { readTrust, verifySignatures } from "../dsl/trust/verify.ts";

const [corpus, file] = process.argv.slice(2);
const noted = existsSync(file) ? new Map(JSON.parse(readFileSync(file, "utf8"))) : undefined;
const found = [];
for (const name of readdirSync(corpus).sort()) {
  const root = join(corpus, name, "tree");
  const trustedPolicy = readFileSync(join(corpus, name, "trusted"), "utf8");
  const verdict = JSON.stringify([
    await attempt(() => signatures(root, trustedPolicy)),
    await attempt(() => release(root, trustedPolicy)),
    await attempt(async () => (await lintSignatures(root)).problems.map(({ path }) => path)),
    await attempt(() => status(root)),
    await attempt(() => exported(root, trustedPolicy)),
    await attempt(() => recoded(root)),
  ]);
  if (noted !== undefined && noted.get(name) !== verdict) process.exit(1);
  found.push([name, verdict]);
}
if (noted === undefined) writeFileSync(file, JSON.stringify(found));

/** What is thrown is a verdict, too: which exit code, and at which files. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    return [
      "thrown",
      error.name,
      error.exitCode ?? 0,
      (error.problems ?? []).map(({ path, line }) => `${path}:${line ?? 1}`),
    ];
  }
}

async function signatures(root, trustedPolicy) {
  const { met, images, problems, refusedKeys } = await verifySignatures({ root, trustedPolicy });
  return [
    met,
    images.map(({ image, met, people, needed, files }) => [
      image,
      met,
      people,
      needed,
      files.map(({ path, verdict, warnings }) => [path, verdict, warnings?.length ?? 0]),
    ]),
    problems.map(({ path, line }) => `${path}:${line ?? 1}`),
    refusedKeys.map(({ path }) => path),
  ];
}

async function release(root, trustedPolicy) {
  const trust = await readTrust(root, { trustedPolicy }, new Date());
  const { release, met, people, needed, problems, rollbackChecked } = await verifyRelease(trust, {});
  return [release, met, people, needed, problems.map(({ code, path }) => `${code} ${path}`), rollbackChecked];
}

async function status(root) {
  return (await signingStatus(root, [])).map(({ image, met, people, missing, blocked }) => [
    image,
    met,
    people,
    missing,
    blocked.length,
  ]);
}

async function exported(root, trustedPolicy) {
  const { policy, keyring, now } = await readTrust(root, { trustedPolicy }, new Date());
  const options = {
    lookaside: "https://example.invalid/s",
    keyDirectory: "/keys",
    mirrors: ["example.invalid/m"],
    tags: ["core-a:latest"],
    now,
  };
  return hash(JSON.stringify(exportPolicy(policy, keyring, await readGraph(root), options)));
}

async function recoded(root) {
  const found = [];
  const folder = join(root, "signatures/stagex");
  for (const image of existsSync(folder)
    ? readdirSync(folder).filter((each) => lstatSync(join(folder, each)).isDirectory())
    : [])
    for (const name of readdirSync(join(folder, image)).filter((each) => isSmallFile(join(folder, image, each))))
      found.push(await attempt(async () => hash(await recode(readFileSync(join(folder, image, name))))));
  return found;
}

/** Pipes would be waited for. */
function isSmallFile(path) {
  const stats = lstatSync(path);
  return stats.isFile() && stats.size < 1 << 20;
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
