#!/usr/bin/env node
// Formats the repository's shell scripts as shfmt does with an indent of four: `node bin/format-shell.js [--write]`.
// Without --write it names the files that are laid out otherwise, and fails when there are any.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "@wasm-fmt/shfmt";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The shell scripts that git tracks, by their first line or their ending. */
function scripts() {
  const tracked = execFileSync("git", ["ls-files", "-z", "--", "scripts", "bootstrap", "test", ".ci"], {
    cwd: root,
    encoding: "utf8",
  });
  return tracked
    .split("\0")
    .filter((file) => file !== "" && !/^test\/(samples|errors|recipes|skeleton)\//.test(file) && isShell(file));
}

function isShell(file) {
  if (file.endsWith(".sh")) return true;
  return !/\.[a-z0-9]+$/.test(file) && /^#!\/bin\/(ba)?sh/.test(readFileSync(root + file, "latin1"));
}

const write = process.argv.includes("--write");
let changed = 0;
for (const file of scripts()) {
  const text = readFileSync(root + file, "utf8");
  const formatted = format(text, file, { indent: 4 });
  if (formatted === text) continue;
  changed += 1;
  if (write) writeFileSync(root + file, formatted);
  else console.error(`${file}: not formatted; run \`npm run format\``);
}
process.exitCode = !write && changed > 0 ? 1 : 0;
