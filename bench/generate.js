// Writes trees of made-up definitions for measuring: mixed recipes, dependencies in layers, patches, pallets.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomSource } from "./random.js";
import { packageText, palletText, plainTexts } from "./texts.js";

/** Layers of dependencies: a package needs only what lies in lower ones. */
const layers = 12;
/** Libraries that everything uses, whatever the size of the tree. */
const popular = 40;
const syllables = "ba co da fe gi ha jo ka lu me no pa qui ra so ta vu wi xe zo".split(" ");

/**
 * Plans a tree: names, dependencies and the rest of what a definition says. How many packages one package needs does
 * not depend on the size of the tree, as in a real distribution.
 * @param {number} size number of definitions
 */
export function planTree(size) {
  const random = randomSource(size);
  const packages = [];
  const pallets = Math.floor(size / 25);
  const number = size - pallets - plainTexts.length;
  for (let index = 0; index < number; index++) packages.push(planPackage(packages, index, number, random));
  for (let index = 0; index < pallets; index++) packages.push(planPallet(packages, index, number, random));
  return packages;
}

function planPackage(packages, index, number, random) {
  const stem = random.pick(syllables) + random.pick(syllables) + random.pick(syllables);
  const lower = Math.floor(Math.floor((index * layers) / number) * (number / layers));
  return {
    kind: "package",
    stage: index < number * 0.4 ? "core" : "user",
    base: `${stem}-${index}`,
    version: `${random.below(9)}.${random.below(30)}.${random.below(9)}`,
    buildDeps: pickSome(packages, lower, random.below(6), random),
    runDeps: pickSome(packages, lower, random.pick([0, 0, 1, 1, 2]), random),
    patches: random.chance(0.12) ? ["build-without-network.patch"] : [],
    sha256: random.hex(64),
    size: 10_000 + random.below(9_000_000),
    flavour: random.pick(["autotools", "autotools", "autotools", "make", "make", "hooks", "script"]),
    config: random.chance(0.1),
  };
}

function planPallet(packages, index, number, random) {
  const members = pickSome(packages, number, 2 + random.below(5), random);
  return {
    kind: "pallet",
    stage: "pallet",
    base: `${random.pick(syllables)}${random.pick(syllables)}-tools-${index}`,
    members,
  };
}

/** Half of what is needed comes from the popular libraries, half from anywhere in the lower layers. */
function pickSome(packages, lower, count, random) {
  if (lower === 0) return [];
  const chosen = new Set();
  for (let turn = 0; turn < count; turn++)
    chosen.add(packages[random.chance(0.5) ? random.below(Math.min(popular, lower)) : random.below(lower)]);
  return [...chosen].sort((a, b) => (a.base < b.base ? -1 : 1));
}

/**
 * Writes a tree of `size` definitions below `root`.
 * @returns the plan, in which every package stands after those that it needs
 */
export function writeTree(root, size) {
  const plan = planTree(size);
  for (const [file, text] of plainTexts) writeText(root, file, text);
  for (const item of plan) {
    writeText(
      root,
      `defs/${item.stage}/${item.base}.ts`,
      item.kind === "pallet" ? palletText(item) : packageText(item),
    );
    for (const patch of item.patches ?? [])
      writeText(root, `defs/${item.stage}/${item.base}/${patch}`, patchText(item));
  }
  return plan;
}

function patchText({ base, version }) {
  return `--- a/Makefile.in\n+++ b/Makefile.in\n@@ -1,2 +1,2 @@\n-FETCH = curl -O https://example.org/${base}-${version}.tar.gz\n+FETCH = true\n all: ${base}\n`;
}

function writeText(root, file, text) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
