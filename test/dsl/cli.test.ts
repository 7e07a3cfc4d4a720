import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defs, repository } from "../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../support/files.js";

/** A tree of one pallet and two packages, not compiled yet. */
function tree(): string {
  return temporaryFolder({ from: join(repository, "test/samples/pallet") });
}

describe("defs", () => {
  test("compile says what it checked and wrote, and later that nothing changed", async () => {
    const root = tree();
    const first = await defs(root, ["compile"]);
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toMatch(/^checked 4 definitions: wrote generated\/ \(\d+ added\)$/);
    expect((await defs(root, ["compile"])).stdout).toBe("checked 4 definitions: generated/ is current");
  });

  test("check writes nothing", async () => {
    const root = tree();
    const { exitCode, stderr } = await defs(root, ["check"]);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/\nchecked 4 definitions: \d+ warnings$/)]);
    expect(existsSync(join(root, "generated"))).toBe(false);
  });

  test("compile with a mistake writes nothing and ends with 1", async () => {
    const root = tree();
    await defs(root, ["compile"]);
    const before = readFiles(join(root, "generated"));
    const file = join(root, "defs/core/zlib.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace('"Zlib"', '"Zlibb"'));
    const result = await defs(root, ["compile"]);
    expect([result.exitCode, result.stdout]).toEqual([1, ""]);
    expect(result.stderr).toMatch(/^defs\/core\/zlib\.ts:\d+:3 - error E205: /);
    expect(readFiles(join(root, "generated"))).toEqual(before);
  });

  test("tells several mistakes in one run, in the order of files and lines", async () => {
    const root = tree();
    for (const [file, from, to] of [
      ["core/zlib", '"Zlib"', '"Zlibb"'],
      ["core/png", '"core-png"', '"core-pgn"'],
      ["core/png", '"MIT OR ISC"', '"MIT or ISC"'],
    ] as const) {
      const path = join(root, `defs/${file}.ts`);
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
    }
    const { stderr } = await defs(root, ["check"]);
    expect([...stderr.matchAll(/^(\S+?):\d+:\d+ - error (\w+)/gm)].map(([, file, code]) => `${file} ${code}`)).toEqual([
      "defs/core/png.ts E204",
      "defs/core/png.ts E205",
      "defs/core/zlib.ts E205",
    ]);
    expect(stderr).toMatch(/\nchecked 4 definitions: 3 errors$/);
  });

  test("compile --frozen ends with 0 on a current tree and changes no byte of another", async () => {
    const root = tree();
    await defs(root, ["compile"]);
    expect((await defs(root, ["compile", "--frozen"])).exitCode).toBe(0);
    writeFiles(root, { "generated/core.mk": "# mine\n" });
    const result = await defs(root, ["compile", "--frozen"]);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain("-# mine\n");
    expect(readFileSync(join(root, "generated/core.mk"), "utf8")).toBe("# mine\n");
  });

  test("compile --frozen believes nothing that an earlier compile remembers", async () => {
    const root = tree();
    await defs(root, ["compile"]);
    for (const file of readFiles(join(root, ".cache")).keys()) writeFileSync(join(root, ".cache", file), "nonsense");
    expect((await defs(root, ["compile", "--frozen"])).exitCode).toBe(0);
    expect((await defs(root, ["compile"])).exitCode).toBe(0);
  });

  test("compile repairs generated files that were edited or lost", async () => {
    const root = tree();
    await defs(root, ["compile"]);
    const good = readFiles(join(root, "generated"));
    writeFiles(root, { "generated/core.mk": "# mine\n", "generated/stray/file": "x" });
    expect((await defs(root, ["compile"])).stdout).toBe(
      "checked 4 definitions: wrote generated/ (1 changed, 1 removed)",
    );
    expect(readFiles(join(root, "generated"))).toEqual(good);
    expect(existsSync(join(root, "generated/stray"))).toBe(false);
  });

  test("list names every image with version and description, as text and as JSON", async () => {
    const root = tree();
    const text = (await defs(root, ["list"])).stdout.split("\n").map((line) => line.split(/ {2,}/));
    const rows = JSON.parse((await defs(root, ["list", "--json"])).stdout) as {
      name: string;
      version: string | null;
      description: string;
    }[];
    expect(rows.map(({ name }) => name)).toEqual(["core-png", "core-zlib", "pallet-tools", "user-tool"]);
    expect(text).toEqual(rows.map(({ name, version, description }) => [name, version ?? "-", "amd64", description]));
  });

  test("list --platform names the images for that platform, and list --harden what leaves a protection out", async () => {
    const root = temporaryFolder({ from: join(repository, "test/samples/values-by-platform") });
    const forArm = await defs(root, ["list", "--platform", "linux/arm64"]);
    expect(forArm.stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(["bootstrap-base", "core-tool"]);
    expect((await defs(root, ["list", "--harden"])).stdout).toBe("0 protections are left out");
    expect((await defs(root, ["list", "--skipped"])).stdout).toBe("the tests of 0 packages are not run");
    const path = join(root, "defs/core/same.ts");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace("configure:", 'harden: { stackClash: "switches stacks by itself" }, configure:'));
    expect((await defs(root, ["list", "--harden"])).stdout).toBe(
      "core-same: stackClash: switches stacks by itself\n1 protections are left out",
    );
    writeFileSync(path, text.replace("configure:", 'check: { skip: "need DejaGnu" }, configure:'));
    expect((await defs(root, ["list", "--skipped"])).stdout).toBe(
      "core-same: need DejaGnu\nthe tests of 1 packages are not run",
    );
    expect((await defs(root, ["compile"])).stdout).toContain("checked");
    expect(readFileSync(join(root, "generated/core/same/Containerfile"), "utf8")).not.toContain("# check");
  });

  test("list --raw counts the packages with shell text, and those of the bootstrap apart", async () => {
    const last = async (sample: string): Promise<string | undefined> =>
      (await defs(temporaryFolder({ from: join(repository, "test/samples", sample) }), ["list", "--raw"])).stdout
        .split("\n")
        .at(-1);
    expect(await last("hooks")).toBe("1 of 1 packages, 0 of 1 of the bootstrap hold raw shell");
    expect(await last("changes-after-install")).toBe("0 of 1 packages, 0 of 1 of the bootstrap hold raw shell");
  });

  test.each(["E301", "e301"])("explain prints the page of the code %s", async (code) => {
    expect((await defs(tree(), ["explain", code], { stripFinalNewline: false })).stdout).toBe(
      readFileSync(join(repository, "docs/errors/E301.md"), "utf8"),
    );
  });

  test.each([
    ["E31", "docs/errors/ has a page for each"],
    ["TS2561", "is a message of the TypeScript compiler"],
    ["../../README", "there is no code"],
  ])("explain knows no page of %s", async (code, said) => {
    const { exitCode, stdout, stderr } = await defs(tree(), ["explain", code]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(said);
    expect(stderr.split("\n")).toHaveLength(1);
  });

  test.each([
    ["nope", "'nope'; `defs help` says"],
    ["compil", "did you mean 'compile'?"],
    ["policy exprt", "'exprt' below 'policy'; did you mean 'export'?"],
    ["compile nope", "'nope' below 'compile'; `defs help compile` says"],
  ])("help %s is refused with 2 and a word of advice", async (words, advice) => {
    const { exitCode, stdout, stderr } = await defs(tree(), ["help", ...words.split(" ")]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(advice);
    expect(stderr.split("\n")).toHaveLength(1);
  });

  test.each([
    [["help"], "Usage: defs ["],
    [["help", "help"], "Usage: defs help "],
    [["help", "policy", "export"], "Usage: defs policy export "],
    [["policy", "help", "export"], "Usage: defs policy export "],
  ])("%j shows how it is used", async (args, usage) => {
    const { exitCode, stdout, stderr } = await defs(tree(), args);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")[0]).toContain(usage);
  });

  test.each([
    [["compil"], "compile"],
    [["nope"], "--help"],
    [["compile", "--frozn"], "--frozen"],
    [["explain"], "code"],
    [["check", "core-zlib"], "argument"],
  ])("%j is refused with 2 and a word of advice", async (args, advice) => {
    const { exitCode, stderr } = await defs(tree(), args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(advice);
  });

  test("says nothing of definitions that it did not find as if all were well", async () => {
    const root = temporaryFolder();
    const { exitCode, stderr } = await defs(root, ["check"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("E107");
  });

  test("works in a tree whose path holds blanks and quotes", async () => {
    const root = join(temporaryFolder(), "a 'tree' $HOME");
    cpSync(join(repository, "test/samples/patches/defs"), join(root, "defs"), { recursive: true });
    const { stderr, exitCode } = await defs(root, ["compile"]);
    expect([stderr, exitCode]).toEqual(["", 0]);
  });
});
