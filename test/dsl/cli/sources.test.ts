import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const skeleton = join(repository, "test/skeleton");
const bytes = "the archive";
const sha256 = createHash("sha256").update(bytes).digest("hex");

/** A tree whose one source is the bytes above, and an empty store. */
function treeWithSource(): { root: string; store: string } {
  const [root, store] = [temporaryFolder({ from: skeleton }), temporaryFolder()];
  const file = "defs/core/zlib.ts";
  const text = readFileSync(join(root, file), "utf8")
    .replace(/sha256: ".*"/, `sha256: "${sha256}"`)
    .replace(/size: \d+/, `size: ${bytes.length}`);
  writeFiles(root, { [file]: text });
  return { root, store };
}

describe("defs sources", () => {
  test("tells a source whose bytes were checked from one that is only stated", async () => {
    const { root, store } = treeWithSource();
    writeFiles(store, { [`sha256/${sha256}`]: bytes });
    const { stdout, exitCode } = await defs(root, ["sources"], { env: { STAGEX_STORE: store } });
    expect(stdout).toContain(`checked  ${sha256} core-zlib zlib-1.3.1.tar.gz\n`);
    expect(stdout).toMatch(/^stated {3}\w{64} core-bzip2 bzip2-1\.0\.8\.tar\.gz$/m);
    expect(stdout).toContain("1 of 2 sources were checked against their bytes, 1 are only stated");
    expect(exitCode).toBe(0);
  });

  test("finds bytes in the store that are not what their name says, when it reads them again", async () => {
    const { root, store } = treeWithSource();
    writeFiles(store, { [`sha256/${sha256}`]: "the Archive" });
    expect((await defs(root, ["sources"], { env: { STAGEX_STORE: store } })).exitCode).toBe(0);
    const { stdout, exitCode } = await defs(root, ["sources", "--hash"], { env: { STAGEX_STORE: store } });
    expect(stdout).toMatch(/^wrong {4}/m);
    expect(exitCode).toBe(1);
  });
});

describe("defs ledger", () => {
  test("lists the seed, the archive and the text that an image comes from, each with hash and size", async () => {
    const { stdout } = await defs(skeleton, ["ledger", "core-zlib", "--json"]);
    const entries = JSON.parse(String(stdout)) as {
      kind: string;
      name: string;
      size: number;
      sha256: string;
      image: string;
    }[];
    const locked = readFileSync(join(repository, "bootstrap/host-seeds/debian-bookworm-gcc.txt"), "utf8").match(
      /^[0-9a-f]{64} /gm,
    )!;
    expect(entries.filter((entry) => entry.kind === "host-seed").length).toBe(locked.length);
    expect(entries.filter((entry) => entry.kind === "archive")).toMatchObject([
      { image: "core-zlib", name: "zlib-1.3.1.tar.gz", size: 1325737 },
    ]);
    const text = entries.find((entry) => entry.name === "generated/core/zlib/Containerfile")!;
    expect(text.sha256).toBe(
      createHash("sha256")
        .update(readFileSync(join(skeleton, text.name)))
        .digest("hex"),
    );
    expect(entries.every((entry) => entry.image !== "core-bzip2")).toBe(true);
  });

  test("suggests the image that was meant", async () => {
    const { stderr, exitCode } = await defs(skeleton, ["ledger", "core-zlb"]);
    expect(stderr).toContain("there is no image 'core-zlb'; did you mean 'core-zlib'?");
    expect(exitCode).toBe(2);
  });
});

describe("defs completion", () => {
  test("offers commands, options and images to bash", async () => {
    const { stdout } = await defs(skeleton, ["completion", "bash"]);
    const complete = (...words: string[]): string =>
      execFileSync(
        "bash",
        [
          "-c",
          `${String(stdout)}\nCOMP_WORDS=(defs "$@") COMP_CWORD=$#; _defs; printf '%s ' "\${COMPREPLY[@]}"`,
          "bash",
          ...words,
        ],
        { cwd: skeleton, encoding: "utf8" },
      );
    expect(complete("led")).toBe("ledger ");
    expect(complete("graph", "--dep")).toBe("--dependents ");
    expect(complete("ledger", "core-z")).toBe("core-zlib ");
    expect(complete("bump", "core-z")).toBe("core-zlib ");
    expect(complete("show", "core-z")).toBe("core-zlib ");
    expect(complete("list", "--stage", "c")).toBe("core ");
    expect(complete("graph", "--stage", "p")).toBe("pallet ");
    expect(complete("new", "co")).toBe("core/ ");
    expect(complete("new", "core/tool", "--recipe", "c")).toBe("cargo cmake ");
    expect(complete("new", "core/tool", "--base", "core-z")).toBe("core-zlib ");
    expect(complete("outdated", "--p")).toBe("--pre ");
    expect(complete("help", "com")).toBe("compile compare completion ");
    expect(complete("release", "no")).toBe("notes ");
    expect(complete("release", "notes", "--j")).toBe("--json ");
    expect(complete("signatures", "status", "core-z")).toBe("core-zlib ");
    expect(complete("verify", "core-zlib", "core-z")).toBe("core-zlib ");
    expect(complete("why-rebuild", "core-z")).toBe("core-zlib ");
    expect(complete("completion", "z")).toBe("zsh ");
    // Names of files are the shell's own to offer.
    expect(complete("pins", "core-z")).toBe(" ");
  });

  test.skipIf(spawnSync("fish", ["--version"]).error !== undefined)("offers the same to fish", async () => {
    const { stdout } = await defs(skeleton, ["completion", "fish"]);
    const complete = (line: string): string[] =>
      execFileSync("fish", ["--no-config", "-c", `${String(stdout)}\ncomplete -C "$argv"`, line], {
        cwd: skeleton,
        encoding: "utf8",
      })
        .split("\n")
        .filter(Boolean)
        .map((offer) => offer.split("\t", 1)[0]!);
    expect(complete("defs led")).toEqual(["ledger"]);
    expect(complete("defs show core-z")).toEqual(["core-zlib"]);
    expect(complete("defs list --stage c")).toEqual(["core"]);
    expect(complete("defs release no")).toEqual(["notes"]);
    expect(complete("defs release notes --j")).toEqual(["--json"]);
    expect(complete("defs completion z")).toEqual(["zsh"]);
  });

  test.skipIf(spawnSync("zsh", ["--version"]).error !== undefined)("is read by zsh", async () => {
    const { stdout } = await defs(skeleton, ["completion", "zsh"]);
    const script = `autoload -U compinit && compinit -D -u\n${String(stdout)}\nprint -- $_comps[defs]`;
    expect(execFileSync("zsh", ["-f", "-c", script], { encoding: "utf8" })).toContain("_defs");
  });

  test("refuses a shell that it does not know", async () => {
    const { stderr, exitCode } = await defs(skeleton, ["completion", "csh"]);
    expect(stderr).toContain("no completion for 'csh'; shells are bash, fish, zsh");
    expect(exitCode).toBe(2);
  });
});
