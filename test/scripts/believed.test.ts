/** What scripts believe: generated text, sources in the store, and what a build asks for. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";
import { BuiltTree, sha } from "./built-tree.js";
import { run } from "./pack-workspace.js";

const marker = "<<<<<<< HEAD";

function tree(): BuiltTree {
  const made = new BuiltTree();
  onTestFinished(() => made.remove());
  return made;
}

describe("generated text with what a merge left behind is refused", () => {
  const files = [
    ["generated/core/b/linux-amd64.key", "not a line of a build key: <<<<<<< HEAD"],
    ["generated/images.txt", "not a line of this list: <<<<<<< HEAD"],
    ["generated/core/b/Containerfile", "a merge left this behind"],
  ] as const;

  test.each(files)("%s by scripts/build", async (file, message) => {
    const made = tree();
    await made.build("core-a", "a\n");
    made.put(file, `${made.read(file)}${marker}\n`);
    const { code, stderr } = await made.run("build", ["core-b"], { ENGINE: "none" });
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(file);
  });

  const one = `${"a".repeat(64)} core-a\n`;
  const proved = `core-a@linux/amd64 sha256:${"a".repeat(64)} sha256:${"b".repeat(64)} podman 5; docker 28 without cache\n`;
  test.each([
    ["digests/linux-amd64/core.txt", `${one}=======\n`, "core.txt:2: not a line of this list: ======="],
    ["digests/linux-amd64/core.txt", one.replace("\n", "\r\n"), "core.txt:1: not a line of this list"],
    ["digests/linux-amd64/core.txt", `${one}${one.replaceAll("aa", "bb")}`, "core.txt:2: a second line for core-a"],
    ["digests/linux-amd64/core.txt", one.slice(1), "core.txt:1: not a line of this list"],
    ["digests/provenance.txt", `${marker}\n${proved}`, "provenance.txt:1: not a line of this list: <<<<<<< HEAD"],
    ["digests/provenance.txt", `${proved}${proved}`, "provenance.txt:2: a second line for core-a@linux/amd64"],
    ["digests/provenance.txt", proved.replace("sha256:b", "recipe b"), "provenance.txt:1: not a line of this list"],
    ["bootstrap/costs.txt", "core-a 1 2\n", "costs.txt:1: not a line of this list: core-a 1 2"],
  ])("%s by scripts/stale: %j", async (file, text, message) => {
    const made = tree();
    made.put(file, text);
    const { code, stderr } = await made.run("stale", ["core-b"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  test("but digests/ as scripts write it is read", async () => {
    const made = tree();
    made.put("digests/linux-amd64/core.txt", one);
    made.put("digests/provenance.txt", proved);
    expect((await made.run("stale", ["core-b"])).code).toBe(0);
  });

  test("generated/images.txt that names an image twice by scripts/stale", async () => {
    const made = tree();
    const [line] = made
      .read("generated/images.txt")
      .split("\n")
      .filter((text) => text.startsWith("core-a "));
    made.put("generated/images.txt", `${made.read("generated/images.txt")}${line}\n`);
    const { code, stderr } = await made.run("stale", ["core-b"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/images\.txt:\d+: a second line for core-a@linux\/amd64/),
    ]);
  });

  test.each([
    [
      "a carriage return",
      (text: string) => text.replace(/^(context .*)$/m, "$1\r"),
      "not a line of a build key: context",
    ],
    ["a second configuration", (text: string) => text.replace(/^(config .*)$/m, "$1\n$1"), "a second line config"],
  ])("a key with %s by scripts/build", async (_name, change, message) => {
    const made = tree();
    await made.build("core-a", "a\n");
    const key = "generated/core/b/linux-amd64.key";
    made.put(key, change(made.read(key)));
    const { code, stderr } = await made.run("build", ["core-b"], { ENGINE: "none" });
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  test("generated/images.txt by scripts/stale", async () => {
    const made = tree();
    made.put("generated/images.txt", `${marker}\n${made.read("generated/images.txt")}`);
    const { code, stderr } = await made.run("stale", ["core-b"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("images.txt:1: not a line of this list: <<<<<<< HEAD")]);
  });

  test("a locked list of a host seed, and its settings", async () => {
    const root = temporaryFolder();
    const folder = join(root, "bootstrap/host-seeds");
    mkdirSync(folder, { recursive: true });
    const list = (extra: string): void => writeFileSync(join(folder, "sample.txt"), `# list\n${extra}`);
    const conf = (extra: string): void => writeFileSync(join(folder, "sample.conf"), `release bookworm\n${extra}`);
    const said = async (): Promise<string> =>
      (
        await run([join(repository, "scripts/host-seed"), "tar", "sample", join(root, "out.tar")], {
          env: { STAGEX_ROOT: root },
        })
      ).stderr;
    writeFileSync(join(folder, "common.conf"), "drop usr/share/doc\n");
    list(`${marker}\n`);
    conf("");
    expect(await said()).toContain("sample.txt:2: not a line of a locked list: <<<<<<< HEAD");
    list("");
    conf("=======\n");
    expect(await said()).toContain("sample.conf:2: not a setting of a host seed: =======");
  });

  test.each([
    "key 1",
    "image 1",
    "platform linux/386",
    "epoch 1",
    "config {}",
    "build 1",
    "flag ulimit=nofile=1:2",
    "host-seed a-b",
    `file ${"a".repeat(64)} defs/x/y.patch`,
    `lock ${"a".repeat(64)} a/b`,
    `source ${"a".repeat(64)} a.tar`,
    `seed ${"a".repeat(64)} a.tar`,
    "setuid /usr/bin/su",
    "layers core-a",
    "context core-a@linux/386",
    `pin core-a sha256:${"a".repeat(64)}`,
    "# comment",
    "",
  ])("but not the line %j of a key", async (line) => {
    const program = `{ line = $0; known("x", 1) }`;
    const { exitCode } = await execa("awk", ["-f", join(repository, "scripts/lib/key.awk"), program], {
      input: `${line}\n`,
      reject: false,
    });
    expect(exitCode).toBe(0);
  });
});

describe("a source in the store", () => {
  const good = "good source\n";

  /** core-b with a source, whose bytes in the store are these. */
  async function withSource(bytes: string): Promise<{ made: BuiltTree; store: string }> {
    const made = tree();
    await made.build("core-a", "a\n");
    made.define("core-b", "# core-b\n");
    const key = "generated/core/b/linux-amd64.key";
    made.put(key, made.read(key).replace(/^context/m, `source ${sha(good)} tool.tar\ncontext`));
    made.put("generated/mirrors.txt", "");
    made.put("generated/core/b/sources.txt", `${sha(good)} - tool.tar https://example.org/tool.tar\n`);
    const store = join(temporaryFolder(), "store");
    mkdirSync(join(store, "sha256"), { recursive: true });
    writeFileSync(join(store, "sha256", sha(good)), bytes);
    return { made, store };
  }

  /** An engine that only says that it was called. */
  function engine(): string {
    const bin = temporaryFolder();
    writeFileSync(
      join(bin, "podman"),
      '#!/bin/sh\ncase "$*" in *version*) echo podman version 5.8.6 ;; *) echo ENGINE CALLED; exit 1 ;; esac\n',
    );
    chmodSync(join(bin, "podman"), 0o755);
    return `${bin}:${process.env["PATH"]}`;
  }

  test.each([
    [good, /ENGINE CALLED/],
    [
      "another tarball\n",
      /core-b: its source tool\.tar is damaged: .*sha256\/[0-9a-f]{64} has sha256 [0-9a-f]{64}; remove that file/,
    ],
  ])("is hashed before an engine gets it: %j", async (bytes, said) => {
    const { made, store } = await withSource(bytes);
    const { code, stderr } = await made.run("build", ["core-b"], {
      ENGINE: "podman",
      PATH: engine(),
      STAGEX_STORE: store,
      NOCACHE: "1",
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
    if (bytes !== good) expect(stderr).not.toContain("ENGINE CALLED");
  });

  test("comes to an engine with one mode and time, as files of the tree do", async () => {
    const { made, store } = await withSource(good);
    const key = "generated/core/b/linux-amd64.key";
    made.put("defs/core/b/own.txt", "own\n");
    made.put(key, made.read(key).replace(/^context/m, `file ${sha("own\n")} defs/core/b/own.txt\ncontext`));
    chmodSync(join(made.root, "defs/core/b/own.txt"), 0o755);
    chmodSync(join(store, "sha256", sha(good)), 0o600);
    const bin = temporaryFolder();
    const script = `#!/bin/sh\ncase $1 in --version) echo podman version 5.8.6 ;; info) ;; *)
      for last; do :; done; cd "$last" && find . -type f -printf '%m %P\\n' | sort; find . -name tool.tar -printf '%Ts\\n'; exit 1 ;; esac\n`;
    writeFileSync(join(bin, "podman"), script, { mode: 0o755 });
    const { stderr } = await made.run("build", ["core-b"], {
      ENGINE: "podman",
      PATH: `${bin}:${process.env["PATH"]}`,
      STAGEX_STORE: store,
    });
    expect(stderr).toContain(`444 ${sha(good)}/tool.tar\n644 files/own.txt\n315619200\n`);
  });

  test("is hashed before a host seed is unpacked from it", async () => {
    const root = temporaryFolder();
    const folder = join(root, "bootstrap/host-seeds");
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(root, "store/sha256"), { recursive: true });
    writeFileSync(join(folder, "common.conf"), "");
    writeFileSync(join(folder, "sample.conf"), "release bookworm\n");
    writeFileSync(join(folder, "sample.txt"), `${sha(good)} 12 a.deb mirror://debian/pool/a.deb\n`);
    writeFileSync(join(root, "store/sha256", sha(good)), "another package\n");
    const { code, stderr } = await run(
      [join(repository, "scripts/host-seed"), "tar", "sample", join(root, "out.tar")],
      {
        env: { STAGEX_ROOT: root, STAGEX_STORE: join(root, "store") },
      },
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/a\.deb is damaged: .* has another sha256 than its name/),
    ]);
  });
});

describe("make fetch", () => {
  const names = async (...goals: string[]): Promise<string[]> => {
    const folder = temporaryFolder();
    const { stderr } = await run(["make", "-C", repository, "ROOT=test/skeleton", "fetch", ...goals], {
      env: {
        STAGEX_OFFLINE: folder,
        STAGEX_STORE: join(folder, "store"),
        STAGEX_MIRROR_DEBIAN: "https://127.0.0.1:1/",
        STAGEX_TRIES: "1",
        STAGEX_RETRY_DELAY: "0",
        no_proxy: "*",
        https_proxy: "http://127.0.0.1:1",
      },
    });
    return [...new Set([...stderr.matchAll(/cannot get (\S+) /g)].map(([, name]) => name!))].sort();
  };

  test("asks for all that builds will ask for, packages of host seeds among them", async () => {
    const seed = readFileSync(join(repository, "bootstrap/host-seeds/debian-bookworm-gcc.txt"), "utf8");
    const packages = [...seed.matchAll(/^[0-9a-f]{64} \d+ (\S+)/gm)].map(([, name]) => name!);
    expect(await names()).toEqual([...packages, "bzip2-1.0.8.tar.gz", "zlib-1.3.1.tar.gz"].sort());
  }, 60_000);

  test("asks for what one image needs when that is named", async () => {
    const found = await names("core-zlib");
    expect(found).toContain("zlib-1.3.1.tar.gz");
    expect(found).not.toContain("bzip2-1.0.8.tar.gz");
  }, 60_000);
});
