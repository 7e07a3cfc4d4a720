import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../support/compiler.js";
import { foldersIn, readFiles, temporaryFolder } from "../support/files.js";

const preload = (name: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=${join(repository, "test/support", name)}`,
});

/** A tree with sources, patches, pallets and a host seed, in a folder of its own. */
function tree(): string {
  const root = temporaryFolder();
  cpSync(join(repository, "test/skeleton/defs"), join(root, "defs"), { recursive: true });
  cpSync(join(repository, "test/samples/patches/defs"), join(root, "defs"), { recursive: true });
  return root;
}

async function compiled(root: string, options: Parameters<typeof defs>[2] = {}): Promise<Record<string, string>> {
  const result = await defs(root, ["compile"], options);
  expect(result.stderr).toBe("");
  expect(result.exitCode).toBe(0);
  return Object.fromEntries(readFiles(join(root, "generated")));
}

describe("the generated tree", () => {
  test("is the same bytes in another folder, zone, language, umask and order of files, and from elsewhere", async () => {
    const [here, there] = [tree(), tree()];
    const usual = await compiled(here);
    expect(Object.keys(usual).length).toBeGreaterThan(20);
    const strange = {
      TZ: "Pacific/Kiritimati",
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      SOURCE_DATE_EPOCH: "1",
      USER: "nobody",
      ...preload("reverse-readdir.mjs"),
    };
    const program = 'umask 077 && exec "$0" "$1/bin/defs.js" --root "$2" compile';
    const result = await execa("sh", ["-c", program, process.execPath, repository, there], {
      cwd: "/",
      env: strange,
      reject: false,
    });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(Object.fromEntries(readFiles(join(there, "generated")))).toEqual(usual);
  });

  test("is the same bytes without and with what the last compile remembered", async () => {
    const root = tree();
    const first = await compiled(root);
    rmSync(join(root, "generated"), { recursive: true });
    expect(await compiled(root)).toEqual(first);
    rmSync(join(root, ".cache"), { recursive: true });
    rmSync(join(root, "generated"), { recursive: true });
    expect(await compiled(root)).toEqual(first);
  });

  test("tells nothing of the machine and the day", async () => {
    const root = tree();
    const text = Object.values(await compiled(root)).join("\n");
    const today = new Date().toISOString().slice(0, 10);
    const secrets = [
      root,
      repository,
      `${homedir()}/`,
      process.execPath,
      today,
      today.replaceAll("-", ""),
      process.version,
    ];
    // A host or user may be called by a word that stands in any text.
    if (hostname().length > 7) secrets.push(hostname());
    if (userInfo().username.length > 7) secrets.push(userInfo().username);
    expect(secrets.filter((word) => text.includes(word))).toEqual([]);
  });
});

describe("writing", () => {
  const state = (root: string): Map<string, string> =>
    new Map(
      [...readFiles(join(root, "generated")).keys()].map((file) => {
        const { ino, mtimeNs } = statSync(join(root, "generated", file), { bigint: true });
        return [file, `${ino} ${mtimeNs}`];
      }),
    );

  test("does not touch a tree that is current, even when nothing is remembered", async () => {
    const root = tree();
    await compiled(root);
    const before = state(root);
    await compiled(root);
    rmSync(join(root, ".cache"), { recursive: true });
    await compiled(root);
    expect(state(root)).toEqual(before);
  });

  test("touches only the files that change", async () => {
    const root = tree();
    await compiled(root);
    const before = state(root);
    const file = join(root, "defs/core/bzip2.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("Block-sorting", "Block sorting"));
    await compiled(root);
    const after = state(root);
    expect([...after.keys()].filter((path) => after.get(path) !== before.get(path))).toEqual(["graph.json"]);
  });

  test("removes the files and folders of a definition that is gone", async () => {
    const root = tree();
    await compiled(root);
    rmSync(join(root, "defs/pallet"), { recursive: true });
    const files = await compiled(root);
    expect(Object.keys(files).filter((path) => path.startsWith("pallet"))).toEqual([]);
    expect(foldersIn(join(root, "generated"))).not.toContain("pallet");
  });

  test.concurrent.for([1, 2, 7, 12])(
    "that is killed at step %i leaves every file old or new, and the next compile puts all right",
    async (step, { expect, onTestFinished }) => {
      const root = temporaryFolder({ onTestFinished });
      cpSync(join(repository, "test/skeleton/defs"), join(root, "defs"), { recursive: true });
      await defs(root, ["compile"]);
      const old = readFiles(join(root, "generated"));
      for (const name of ["bzip2", "zlib", "filesystem"]) {
        const file = join(root, `defs/core/${name}.ts`);
        writeFileSync(file, readFileSync(file, "utf8").replace("base:", 'env: { EDITED: "yes" },\n  base:'));
      }
      const killed = await defs(root, ["compile"], {
        env: { ...preload("kill-while-writing.mjs"), KILL_AT: String(step) },
      });
      expect(killed.signal).toBe("SIGKILL");
      const between = readFiles(join(root, "generated"));
      expect((await defs(root, ["compile"])).exitCode).toBe(0);
      const final = readFiles(join(root, "generated"));
      expect([...final]).not.toEqual([...old]);
      expect([...final.keys()]).toEqual([...old.keys()]);
      const halves = [...between].filter(
        ([file, text]) => !file.endsWith(".tmp") && text !== old.get(file) && text !== final.get(file),
      );
      expect(halves.map(([file]) => file)).toEqual([]);
      expect((await defs(root, ["compile", "--frozen"])).exitCode).toBe(0);
    },
  );
});
