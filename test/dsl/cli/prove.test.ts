import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../../dsl/cli/pipeline.js";
import { proveBuilt } from "../../../dsl/cli/read/proofs.js";
import { renderVerdicts, summary } from "../../../dsl/cli/prove.js";
import type { Graph } from "../../../dsl/graph/graph.js";
import type { Definition } from "../../../dsl/validate/definition.js";
import { planWrite } from "../../../dsl/write/plan.js";
import { writeTree } from "../../../dsl/write/write.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { keyText } from "../../scripts/key-tree.js";
import { rawStream, type RawEntry } from "../../scripts/pack-stream.js";
import { run } from "../../scripts/pack-workspace.js";
import { writeElf } from "../prove/elf-writer.js";

const fields = (name: string): string =>
  `name: "${name}",\n  version: "1.0",\n  description: "Sample",\n  license: "ISC",\n  website: "https://example.org",`;
const sources = {
  "defs/bootstrap/base.ts": `import { definePackage, directory, fromScratch } from "#dsl";\n\nexport const base = definePackage({\n  ${fields("bootstrap-base")}\n  provides: ["sh"],\n  build: fromScratch(directory("/rootfs")),\n});\n`,
  "defs/bootstrap/early.ts": `import { definePackage, directory, fromScratch } from "#dsl";\n\nexport const early = definePackage({\n  ${fields("bootstrap-early")}\n  platforms: ["linux/386"],\n  build: fromScratch(directory("/rootfs")),\n});\n`,
  "defs/pallet/kit.ts": `import { definePallet } from "#dsl";\nimport { tool } from "../core/tool.js";\n\nexport const kit = definePallet({ name: "pallet-kit", description: "Sample", members: [tool] });\n`,
  "defs/core/libc.ts": `import { definePackage, sh } from "#dsl";\nimport { base } from "../bootstrap/base.js";\n\nexport const libc = definePackage({\n  ${fields("core-libc")}\n  base,\n  build: sh\`true\`,\n});\n`,
  "defs/core/tool.ts": `import { definePackage, sh } from "#dsl";\nimport { base } from "../bootstrap/base.js";\nimport { libc } from "./libc.js";\n\nexport const tool = definePackage({\n  ${fields("core-tool")}\n  base,\n  runDeps: [libc],\n  provides: ["tool", "trowel"],\n  build: sh\`true\`,\n});\n`,
};

const directories = ["usr", "usr/bin", "usr/lib"].map(
  (name): RawEntry => ({ name: `${name}/`, type: "5", mode: 0o755 }),
);
/** Each after what its key names. */
const good = {
  "bootstrap-base": [...directories, { name: "usr/bin/sh", mode: 0o755, data: writeElf({ buildId: "ab".repeat(20) }) }],
  "core-libc": [...directories, { name: "usr/lib/libc.so", mode: 0o755, data: writeElf() }],
  "core-tool": [
    ...directories,
    { name: "usr/bin/tool", mode: 0o755, data: writeElf({ needed: ["libc.so"] }) },
    { name: "usr/bin/trowel", type: "2", link: "tool", mode: 0o777 },
  ],
};

/** The tree with all three images; compiled and packed once, because both take their time. */
const template = mkdtempSync(join(tmpdir(), "stagex-test-"));
let graph: Graph;
beforeAll(async () => {
  writeFiles(template, sources);
  const compiled = await compile(template);
  writeTree(template, compiled.tree, planWrite(template, compiled.tree));
  ({ graph } = compiled);
  for (const [name, entries] of Object.entries(good)) await putImage(template, name, entries);
  await compose(template);
}, 60_000);
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** Packs an image with scripts/pack and writes its record. */
async function putImage(
  root: string,
  name: string,
  entries: readonly RawEntry[],
  platform = "linux/amd64",
): Promise<void> {
  const folder = join(root, "out", platform.replace("/", "-"));
  const layout = join(folder, name);
  const key = await keyText(join(repository, "scripts"), root, name, platform);
  writeFileSync(join(root, "rootfs.tar"), rawStream([...entries]));
  writeFileSync(join(root, "config.json"), `${/^config (.*)$/m.exec(key)![1]!}\n`);
  const packed = await run([
    "sh",
    "-c",
    'mkdir -p "$5" && exec "$1" --config "$2/config.json" --image "$3" --platform "$6" --rootfs "$2/rootfs.tar" "$4"',
    "sh",
    join(repository, "scripts/pack"),
    root,
    name,
    layout,
    folder,
    platform,
  ]);
  if (packed.code !== 0) throw new Error(packed.stderr);
  const inputs = key
    .trimEnd()
    .split("\n")
    .map((line) => `input ${line}\n`);
  writeFileSync(
    join(layout, "record"),
    `digest ${packed.stdout.trim()}\norigin built\nkey sha256:${createHash("sha256").update(key).digest("hex")}\n${inputs.join("")}`,
  );
}

/** Lets scripts/build compose the pallet, which needs no engine. */
async function compose(root: string): Promise<void> {
  const { code, stderr } = await run([join(repository, "scripts/build"), "pallet-kit"], {
    env: { STAGEX_ROOT: root, OUT: join(root, "out") },
  });
  if (code !== 0) throw new Error(stderr);
}

/** What `defs prove` would say of a copy of the tree, in which core-tool has other files. */
async function proved(
  names: readonly string[],
  files?: readonly RawEntry[],
  {
    seeds = [] as readonly string[],
    changed = {} as Partial<Definition>,
    change = (_: string): Promise<void> | void => {},
  } = {},
) {
  const root = temporaryFolder({ from: template });
  if (files !== undefined) await putImage(root, "core-tool", files);
  await change(root);
  const definitions = new Map(graph.definitions).set("core-tool", {
    ...graph.definitions.get("core-tool")!,
    ...changed,
  });
  const verdicts = await proveBuilt(root, { ...graph, definitions }, { names, seeds }, undefined, join(root, "out"));
  return { verdicts, summary: summary(verdicts, verdicts.length), said: await renderVerdicts(root, verdicts) };
}

const tool = good["core-tool"];

describe("defs prove", () => {
  test("says of a tree without faults how much it looked at", async () => {
    const result = await defs(template, ["prove"], { env: { OUT: join(template, "out") } });
    expect(result).toMatchObject({ exitCode: 0, stdout: "proved 3 of 3 images by 2 files: 0 errors", stderr: "" });
  });

  test("with --write puts right what a definition says of its needs, both ways, so that it compiles", async () => {
    const root = temporaryFolder({ from: template });
    const file = join(root, "defs/core/tool.ts");
    const before = readFileSync(file, "utf8");
    const options = { env: { OUT: join(root, "out") } };
    await putImage(root, "core-tool", [
      ...directories,
      { name: "usr/bin/tool", mode: 0o755, data: "plain text" },
      tool.at(-1)!,
    ]);
    expect((await defs(root, ["prove", "--write", "core-tool"], options)).stdout).toContain(
      "defs/core/tool.ts\nchanged 1 definition; run `defs compile`",
    );
    const without = before.replace("  runDeps: [libc],\n", "").replace('import { libc } from "./libc.js";\n', "");
    expect(readFileSync(file, "utf8")).toBe(without);
    expect((await defs(root, ["compile"])).exitCode).toBe(0);
    await putImage(root, "core-tool", good["core-tool"]);
    await defs(root, ["prove", "--write", "core-tool"], options);
    expect(readFileSync(file, "utf8")).toBe(before);
    expect((await defs(root, ["prove", "--write", "core-tool"], options)).stdout).toContain("changed 0 definitions");
  });

  test("says in JSON what it found, with digests, and fails", async () => {
    const root = temporaryFolder({ from: template });
    await putImage(root, "core-tool", [...tool, { name: "usr/lib/x.la", data: "x" }]);
    const { stdout, exitCode, stderr } = await defs(root, ["prove", "--json", "core-tool"], {
      env: { OUT: join(root, "out") },
    });
    expect(JSON.parse(stdout)).toMatchObject([
      {
        name: "core-tool",
        platform: "linux/amd64",
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        files: 2,
        findings: [{ code: "E804", subject: "/usr/lib/x.la" }],
        allowed: [],
      },
    ]);
    expect([exitCode, stderr]).toEqual([1, ""]);
  });

  test("with nothing built at all is no success, also with --built", async () => {
    const root = temporaryFolder({ from: template });
    rmSync(join(root, "out"), { recursive: true });
    const result = await defs(root, ["prove", "--built"], { env: { OUT: join(root, "out") } });
    expect(result).toMatchObject({
      exitCode: 1,
      stdout: "proved 0 of 0 images by 0 files: 0 errors, 3 images not built",
      stderr: "",
    });
  });

  test("reports findings at their place in the definition", async () => {
    const { summary: last, said } = await proved(
      ["core-tool"],
      [
        ...directories,
        { name: "usr/bin/tool", mode: 0o644, data: "#!/bin/sh" },
        { name: "usr/lib/x.la", data: "/build/x" },
      ],
    );
    expect(last).toBe("proved 0 of 1 image by 2 files: 5 errors\n");
    expect(said.split("\n").filter((line) => line.includes(" - error "))).toEqual([
      expect.stringMatching(
        /^defs\/core\/tool\.ts:5:\d+ - error E804: core-tool: \/usr\/lib\/x\.la is a libtool archive/,
      ),
      expect.stringMatching(
        /^defs\/core\/tool\.ts:5:\d+ - error E805: core-tool: \/usr\/lib\/x\.la holds "\/build\/x"/,
      ),
      expect.stringMatching(
        /^defs\/core\/tool\.ts:12:13 - error E803: core-tool: no file of core-tool shows that it needs core-libc/,
      ),
      expect.stringMatching(
        /^defs\/core\/tool\.ts:13:14 - error E811: core-tool: core-tool says that it provides 'tool', but \/usr\/bin\/tool is not executable/,
      ),
      expect.stringMatching(/^defs\/core\/tool\.ts:13:22 - error E811: /),
    ]);
  });

  test("shows ten findings of a kind, and counts the others", async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ name: `usr/lib/${index}.la`, data: "x" }));
    const { said, summary: last } = await proved(["core-tool"], [...tool, ...many]);
    expect(said.match(/ - error E804: /g)).toHaveLength(10);
    expect(said).toContain("; 2 more are like it, which --json lists");
    expect(last).toContain(": 12 errors");
  });

  test("counts what a definition allows, and reports an allowance without effect", async () => {
    const allow = ["trowel", "spade"].map((subject) => ({
      code: "E811" as const,
      subject,
      reason: "made at run time",
    }));
    const { summary: last, said } = await proved(["core-tool"], tool.slice(0, 4), { changed: { allow } });
    expect(last).toBe("proved 0 of 1 image by 1 file: 1 error, 1 finding allowed\n");
    expect(said).toContain("error E813: core-tool: there is no E811 about 'spade' to be allowed");
  });

  test("refuses an image that is not built, and one that needs it", async () => {
    const { said } = await proved(["core-libc", "core-tool"], undefined, {
      change: (root) => rmSync(join(root, "out/linux-amd64/core-libc"), { recursive: true }),
    });
    expect(said).toContain("error E801: core-libc cannot be proved: it is not built yet");
    expect(said).toContain(
      "error E801: core-tool cannot be proved: core-libc, which it is proved with: it is not built yet",
    );
  });

  test("refuses an image that needs one of an older definition", async () => {
    const { said } = await proved(["core-tool"], undefined, {
      change: (root) => appendFileSync(join(root, "generated/core/libc/Containerfile"), "# changed\n"),
    });
    expect(said).toContain(
      "error E801: core-tool cannot be proved: core-libc, which it is proved with: it is not current: inputs changed",
    );
  });

  test("refuses a layer with a wrong byte", async () => {
    const { said } = await proved(["core-tool"], undefined, { change: flipByte });
    expect(said).toMatch(/error E801: core-tool cannot be proved: blob sha256:[0-9a-f]{64} has the bytes of sha256:/);
  });

  test("finds what is left of a host seed, in a bootstrap image as well", async () => {
    const { said } = await proved(
      ["core-tool", "bootstrap-base"],
      [...tool, { name: "usr/bin/sh", data: writeElf({ buildId: "ab".repeat(20), data: "more" }) }],
      { seeds: ["bootstrap-base"] },
    );
    expect(said).toContain(
      "error E812: core-tool: /usr/bin/sh has the build id of /usr/bin/sh, of the host seed bootstrap-base",
    );
    expect(said).toContain("error E812: bootstrap-base: /usr/bin/sh has the bytes of /usr/bin/sh");
  });

  test("finds what is left of a host seed of another platform, in the members of a pallet", async () => {
    const left: RawEntry = { name: "usr/bin/sh", data: writeElf({ buildId: "cd".repeat(20) }) };
    const change = async (root: string): Promise<void> => {
      await putImage(root, "bootstrap-early", [...directories, { ...left, name: "usr/bin/early" }], "linux/386");
      await compose(root);
    };
    const { said, verdicts } = await proved(["pallet-kit"], [...tool, left], { seeds: ["bootstrap-early"], change });
    expect(verdicts.map(({ name }) => name)).toEqual(["pallet-kit", "core-tool", "core-libc"]);
    expect(said).toContain(
      "error E812: core-tool: /usr/bin/sh has the bytes of /usr/bin/early, of the host seed bootstrap-early",
    );
  });

  test("says once that the image of a seed is not built", async () => {
    const message =
      "nothing can be proved with the seed bootstrap-early: it is not built yet; run `make bootstrap-early`, with the SEED that it is made of";
    await expect(proved([], undefined, { seeds: ["bootstrap-early"] })).rejects.toThrow(message);
  });

  test.each([
    [{ names: ["core-tol"], seeds: [] }, "there is no image 'core-tol'; did you mean 'core-tool'?"],
    [{ names: [], seeds: ["core-tol"] }, "there is no image 'core-tol'"],
    [{ names: [], seeds: [], platform: "linux/vax" }, "unknown platform 'linux/vax'"],
    [{ names: ["bootstrap-base"], seeds: [] }, "bootstrap-base: of bootstrap images only --seed proves anything"],
  ])("refuses %j", async (request, message) => {
    await expect(proveBuilt(template, graph, request)).rejects.toThrow(message);
  });
});

/** Changes the last byte of the largest blob of core-tool that is no zero. */
function flipByte(root: string): void {
  const folder = join(root, "out/linux-amd64/core-tool/blobs/sha256");
  const [largest] = readdirSync(folder).sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  const bytes = readFileSync(join(folder, largest!));
  bytes[bytes.findLastIndex((byte) => byte !== 0)]! ^= 1;
  rmSync(join(folder, largest!));
  writeFileSync(join(folder, largest!), bytes);
}
