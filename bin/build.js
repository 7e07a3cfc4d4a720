#!/usr/bin/env node
// Compiles dsl/ to dist/. The result carries the hash of its sources, so that bin/defs.js never runs an outdated compiler.
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const dist = join(repository, "dist");

/** sha256 over names and bytes of everything that dist/ is made from. */
export function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of [...listFiles("bin"), ...listFiles("dsl"), "tsconfig.json", "tsconfig.build.json", "package.json"])
    hash
      .update(`${file}\0`)
      .update(readFileSync(repository + file))
      .update("\0");
  return hash.digest("hex");
}

/** The hash that the present dist/ was made from, or undefined when there is none. */
export function builtHash() {
  try {
    return readFileSync(join(dist, "sources.sha256"), "utf8");
  } catch {
    return undefined;
  }
}

function listFiles(folder) {
  return readdirSync(repository + folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? listFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

/** Builds beside dist/ and renames, so that a killed build leaves the old compiler or the new one. */
export async function build() {
  const [{ execFileSync }, { createRequire }] = await Promise.all([
    import("node:child_process"),
    import("node:module"),
  ]);
  const hash = sourcesHash();
  const [next, old] = [`${dist}.${process.pid}`, `${dist}.${process.pid}.old`];
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const { default: getExePath } = await import(pathToFileURL(join(manifest, "../lib/getExePath.js")).href);
  try {
    execFileSync(getExePath(), ["-p", join(repository, "tsconfig.build.json"), "--outDir", next], {
      stdio: ["ignore", 2, 2],
    });
    for (const part of ["emit/templates", "site/templates", "site/browser"])
      cpSync(join(repository, "dsl", part), join(next, part), { recursive: true });
    const folder = join(next, "bundle");
    await bundle(join(next, "cli/main.js"), { dir: folder, format: "esm", codeSplitting: { groups: chunks } });
    // What evaluates definitions is a process of its own. CommonJS, because Node loads that without its loader of ES modules.
    await bundle(join(next, "load/sandbox.js"), { file: join(folder, "sandbox.cjs"), format: "cjs" });
    await bundle(join(next, "index.js"), { file: join(folder, "language.js"), format: "esm" });
    writeFileSync(join(next, "sources.sha256"), hash);
    replace(next, old);
  } finally {
    for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  }
}

/** What `defs compile` loads together: at its start, before it asks tsc, and while tsc works. Each takes along what it imports. */
const chunks = [
  { name: "start", test: /\/cli\/compile\.js$|\/node_modules\/commander\//, priority: 3 },
  { name: "load", test: /\/cli\/pipeline\.js$/, priority: 2 },
  { name: "emit", test: /\/(?:validate\/validate|graph\/build|emit\/tree)\.js$/, priority: 1 },
];

/** Joins modules and packages that are loaded together: finding and opening hundreds of files takes longer than running them. */
async function bundle(input, output) {
  const [{ rolldown }, { templates }] = await Promise.all([import("rolldown"), import("./templates.js")]);
  const bundled = await rolldown({
    input,
    platform: "node",
    plugins: [templates],
    external: ["openpgp", "ts-morph", "typescript"],
  });
  await bundled.write(output);
  await bundled.close();
}

/** Two renames: whoever starts a command meanwhile finds a whole compiler but for an instant. */
function replace(next, old) {
  try {
    renameSync(dist, old);
  } catch {
    // There is none yet.
  }
  renameSync(next, dist);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
