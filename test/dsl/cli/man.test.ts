import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const file = "docs/man/defs.1";
const page = readFileSync(join(repository, file), "utf8");
const commands = [...page.matchAll(/^\.SS "defs ([^"]*)"$/gm)].map(
  ([, usage]) => usage!.replaceAll("\\-", "-").split(/ [[<]/)[0]!,
);

test("the manual page is what the commands say, whatever the environment holds", async () => {
  const { stdout } = await defs(repository, ["man"], {
    env: { STAGEX_TRUSTED_POLICY: "0".repeat(64) },
    stripFinalNewline: false,
  });
  expect(page, "`npm run docs` writes it").toBe(stdout);
  expect(commands).toContain("release log inclusion");
  expect(commands.length).toBeGreaterThan(30);
});

test.skipIf(spawnSync("groff", ["--version"]).error !== undefined)("groff reads it without a warning", () => {
  const { stderr, stdout } = spawnSync("groff", ["-man", "-ww", "-Tascii", "-P-cbou"], {
    input: page,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("--trusted-policy <sha256>");
});

test("npm installs it with the command", () => {
  const [folder, prefix] = [temporaryFolder(), temporaryFolder()];
  const { name, version, bin, man } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as object &
    Record<string, unknown>;
  // Without its dependencies, which would be fetched.
  writeFiles(folder, { "package.json": JSON.stringify({ name, version, bin, man }), [file]: page, "bin/defs.js": "" });
  execFileSync("npm", ["install", "--global", "--offline", "--ignore-scripts", "--prefix", prefix, "."], {
    cwd: folder,
    stdio: "pipe",
  });
  expect(readFileSync(join(prefix, "share/man/man1/defs.1"), "utf8")).toBe(page);
});

test("each command stands on a page", () => {
  const pages = readdirSync(join(repository, "docs")).filter((file) => file.endsWith(".md"));
  const all = [...pages.map((file) => `docs/${file}`), "README.md", "CONTRIBUTING.md"]
    .map((file) => readFileSync(join(repository, file), "utf8"))
    .join("\n");
  expect(commands.filter((command) => !new RegExp(`\\bdefs ${command}\\b`).test(all))).toEqual([]);
});
