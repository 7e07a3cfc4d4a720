#!/usr/bin/env node
// Writes docs/images.md: every image with a committed digest. Sizes come from $OUT, or else from what the page said of the same version
// before. `npm run images` runs it after `make digests`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const page = join(repository, "docs/images.md");
const kinds = JSON.parse(readFileSync(join(repository, "docs/image-kinds.json"), "utf8"));

const head = `# Images

Written by \`npm run images\`: the images for linux/amd64 whose digest is in \`digests/\`, each built twice by different engines. The size is
that of all its layers; "since" is the day on which a digest of the image was first written down. Who needs it: what public projects
that build on such images do with it.

| image | version | size | licence | since | who needs it |
| --- | --- | --- | --- | --- | --- |
`;

/** What the catalogue knows of every image: its images.json. */
function images() {
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  try {
    const words = ["bin/defs.js", "site", "--to", folder, "--json"];
    execFileSync(process.execPath, words, { cwd: repository, stdio: ["ignore", "ignore", "inherit"] });
    return JSON.parse(readFileSync(join(folder, "images.json"), "utf8")).images;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sizes that the page tells of, by image and version. */
function toldSizes() {
  const rows = existsSync(page) ? readFileSync(page, "utf8").matchAll(/^\| (\S+) \| (\S+) \| ([0-9.]+ MiB) \|/gm) : [];
  return new Map([...rows].map(([, name, version, size]) => [`${name} ${version}`, size]));
}

function sizeText(bytes) {
  return bytes === undefined ? undefined : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

const told = toldSizes();
const rows = images()
  .filter(({ stage, platforms: [built] }) => stage !== "bootstrap" && built.digest !== undefined)
  .map(({ name, version = "-", license, platforms: [built], history }) => {
    const size = sizeText(built.size) ?? told.get(`${name} ${version}`) ?? "unknown";
    const since = history.findLast(({ digest }) => digest !== undefined)?.date.slice(0, 10) ?? "today";
    return `| ${[name, version, size, license, since, kinds[name] ?? "other images"].join(" | ")} |\n`;
  });
writeFileSync(page, `${head}${rows.join("")}\n${rows.length} images.\n`);
