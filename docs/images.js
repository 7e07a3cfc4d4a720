#!/usr/bin/env node
// Writes docs/images.md: every image with a committed digest. Sizes come from $OUT, or else from what the page said of the same version
// before. `npm run images` runs it after `make digests`.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const page = join(repository, "docs/images.md");
const out = join(process.env.OUT ?? join(repository, "out"), "linux-amd64");
const kinds = JSON.parse(readFileSync(join(repository, "docs/image-kinds.json"), "utf8"));

const head = `# Images

Written by \`npm run images\`: the images for linux/amd64 whose digest is in \`digests/\`, each built twice by different engines. The size is
that of all its layers; "since" is the day on which a digest of the image was first written down. Who needs it: what public projects
that build on such images do with it.

| image | version | size | licence | since | who needs it |
| --- | --- | --- | --- | --- | --- |
`;

/** What a program of this repository prints. */
function run(file, ...words) {
  return execFileSync(file, words, { cwd: repository, encoding: "utf8", maxBuffer: 1 << 28 });
}

/** Committed digests by image, of packages and pallets. */
function digests() {
  const folder = join(repository, "digests/linux-amd64");
  const lists = readdirSync(folder).filter((name) => name.endsWith(".txt") && name !== "bootstrap.txt");
  const lines = lists.flatMap((name) => [
    ...readFileSync(join(folder, name), "utf8").matchAll(/^([0-9a-f]{64}) +(\S+)$/gm),
  ]);
  return new Map(lines.map(([, digest, image]) => [image, digest]));
}

/** The first day of each image in the history of digests/. */
function firstDays() {
  const days = new Map();
  let day = "";
  for (const line of run("git", "log", "--reverse", "--format=day %cs", "-p", "--", "digests/linux-amd64").split(
    "\n",
  )) {
    day = /^day (\S+)$/.exec(line)?.[1] ?? day;
    const image = /^\+[0-9a-f]{64} +(\S+)$/.exec(line)?.[1];
    if (image !== undefined && !days.has(image)) days.set(image, day);
  }
  return days;
}

/** Sizes that the page tells of, by image and version. */
function toldSizes() {
  const rows = existsSync(page) ? readFileSync(page, "utf8").matchAll(/^\| (\S+) \| (\S+) \| ([0-9.]+ MiB) \|/gm) : [];
  return new Map([...rows].map(([, name, version, size]) => [`${name} ${version}`, size]));
}

/** The size of an image that lies in $OUT with its committed digest. */
function builtSize(name, digest) {
  const file = join(out, name, "blobs/sha256", digest);
  if (!existsSync(file)) return undefined;
  const bytes = JSON.parse(readFileSync(file, "utf8")).layers.reduce((sum, { size }) => sum + size, 0);
  return `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

const [committed, days, told] = [digests(), firstDays(), toldSizes()];
const rows = JSON.parse(run(process.execPath, "bin/defs.js", "list", "--json"))
  .filter(({ name }) => committed.has(name))
  .map(({ name, version, license }) => {
    const size = builtSize(name, committed.get(name)) ?? told.get(`${name} ${version ?? "-"}`) ?? "unknown";
    const cells = [name, version ?? "-", size, license, days.get(name) ?? "today", kinds[name] ?? "other images"];
    return `| ${cells.join(" | ")} |\n`;
  });
writeFileSync(page, `${head}${rows.join("")}\n${rows.length} images.\n`);
