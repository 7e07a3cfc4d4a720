// What is measured on one tree.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compilerPath, compilerSettings } from "../dist/load/typecheck.js";
import { listFiles } from "../dist/load/files.js";

/** The things to measure, by name, in an order in which each leaves the tree as the next needs it. */
export async function subjects(repository, root, plan) {
  const defs = [process.execPath, join(repository, "bin/defs.js"), "--root", root, "compile"];
  const clean = (...names) => names.forEach((name) => rmSync(join(root, name), { recursive: true, force: true }));
  const config = join(root, "tsconfig.json");
  const files = listFiles(root, "defs").filter((file) => file.endsWith(".ts"));
  const settings = compilerSettings(root, join(root, "emitted"), files, false);
  writeFileSync(
    config,
    JSON.stringify({ ...settings, compilerOptions: { ...settings.compilerOptions, noEmit: true } }),
  );
  return {
    "type check alone": { argv: [await compilerPath(), "-p", config] },
    "compile, no cache, no generated/": { prepare: () => clean(".cache", "generated"), argv: defs },
    "compile --frozen": { argv: [...defs, "--frozen"] },
    "compile, nothing changed": { argv: defs },
    "compile, one definition changed": { prepare: () => changeOne(root, plan), argv: defs },
  };
}

/** `make` with nothing to do, and the least that could do: parse the makefiles and hash the same files once. */
export function makeSubjects(repository, root) {
  const bare = join(root, "bare.mk");
  writeFileSync(
    bare,
    `MAKEFLAGS += -rR\n.SUFFIXES:\nOUT := ${root}/out\n.PHONY: all build\nall:\n\t@:\nbuild:\ninclude $(wildcard ${root}/generated/*.mk)\n`,
  );
  const hash = `find generated -name '*.key' -print0 | xargs -0 cat | sed -n 's/^file [0-9a-f]* //p' | sort -u | xargs sha256sum >hashes`;
  return {
    make: { argv: ["make", "-C", repository, "--no-print-directory", `ROOT=${root}`] },
    least: { argv: ["sh", "-c", `make -f "$1" && ${hash}`, "sh", bare], options: { cwd: root } },
  };
}

/** Gives a package in the middle of the tree another version. */
function changeOne(root, plan) {
  const packages = plan.filter((item) => item.kind === "package");
  const { stage, base } = packages[Math.floor(packages.length * 0.6)];
  const path = join(root, `defs/${stage}/${base}.ts`);
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(/^const version = "(.*)";$/m, (_, version) => `const version = "${version}.1";`),
  );
}
