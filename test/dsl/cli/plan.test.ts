import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitBake, targetName } from "../../../dsl/emit/bake.js";
import { readTasks } from "../../../dsl/graph/tasks.js";
import { defs, repository } from "../../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../../support/files.js";
import { git as gitIn } from "../../support/git.js";

const skeleton = join(repository, "test/skeleton");
const seconds = {
  "out/linux-amd64/bootstrap-debian/seconds": "20\n",
  "out/linux-amd64/core-zlib/seconds": "9\n",
  "out/linux-amd64/core-bzip2/seconds": "30\n",
};

/** The skeleton's generated/ alone, with some times: planning reads no definition. */
function tree(): string {
  const root = temporaryFolder();
  writeFiles(
    root,
    Object.fromEntries([...readFiles(join(skeleton, "generated"))].map(([path, text]) => [`generated/${path}`, text])),
  );
  writeFiles(root, seconds);
  return root;
}

interface Bake {
  readonly group: Readonly<Record<string, { readonly targets: readonly string[] }>>;
  readonly target: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface Planned {
  readonly tasks: readonly {
    readonly image: string;
    readonly machines: readonly string[];
    readonly making: string;
    readonly level: number;
    readonly wave: number;
    readonly seconds: number | null;
  }[];
  readonly criticalPath: {
    readonly seconds: number;
    readonly unknown: number;
    readonly images: readonly { readonly image: string }[];
  };
}

const planOf = async (root: string, ...words: readonly string[]): Promise<Planned> =>
  JSON.parse((await defs(root, ["plan", "--json", ...words])).stdout) as Planned;

/** The files of a plan. */
async function written(root: string, ...words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { exitCode, stderr } = await defs(root, ["plan", "--to", join(root, "plan"), ...words]);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return readFiles(join(root, "plan"));
}

describe("defs plan", () => {
  test("tells people what there is to do, where, and what takes longest", async () => {
    expect((await defs(tree(), ["plan"])).stdout).toBe(
      [
        "5 images in 4 levels: 3 built in 2 waves, 2 composed or unpacked",
        "  on amd64: 3",
        "  on any machine: 2",
        "times of 3 of 5 are known",
        "critical path: at least 50 s, 2 of 4 unknown",
        "  bootstrap-debian linux/amd64 20 s",
        "  core-filesystem linux/amd64 unknown",
        "  core-bzip2 linux/amd64 30 s",
        "  pallet-compression linux/amd64 unknown",
      ].join("\n"),
    );
  });

  test("tells programs level, wave, machines and time of each image", async () => {
    const { tasks } = await planOf(tree());
    expect(
      tasks.map(({ image, making, level, wave, machines, seconds }) => [
        image,
        making,
        level,
        wave,
        machines.join(),
        seconds,
      ]),
    ).toEqual([
      ["bootstrap-debian", "unpack", 0, 0, "386,amd64,arm64", 20],
      ["core-filesystem", "build", 1, 1, "amd64", null],
      ["core-bzip2", "build", 2, 2, "amd64", 30],
      ["core-zlib", "build", 2, 2, "amd64", 9],
      ["pallet-compression", "compose", 3, 2, "386,amd64,arm64", null],
    ]);
  });

  test("gives the waves to scripts/bake, each image after what it needs", async () => {
    expect((await written(tree(), "--most", "1")).get("waves.txt")).toBe(
      [
        "# Wave, image, platform, making. Written by `defs plan`.",
        "0 bootstrap-debian linux/amd64 unpack",
        "1 core-filesystem linux/amd64 build",
        "2 core-bzip2 linux/amd64 build",
        "3 core-zlib linux/amd64 build",
        "3 pallet-compression linux/amd64 compose",
        "",
      ].join("\n"),
    );
  });

  test("gives buildx a target with all that scripts/build tells an engine", async () => {
    const bake = JSON.parse(
      (await written(tree(), "--cache", "registry.example:5000/cache")).get("docker-bake.json")!,
    ) as Bake;
    expect(bake.group).toEqual({
      default: { targets: ["wave-1", "wave-2"] },
      "wave-1": { targets: ["core-filesystem_linux-amd64"] },
      "wave-2": { targets: ["core-bzip2_linux-amd64", "core-zlib_linux-amd64"] },
    });
    expect(bake.target["stage"]).toEqual({
      target: "rootfs",
      pull: false,
      attest: ["type=provenance,disabled=true", "type=sbom,disabled=true"],
    });
    expect(bake.target["core-zlib_linux-amd64"]).toEqual({
      inherits: ["stage"],
      description: "core-zlib for linux/amd64, builds on amd64",
      context: ".bake/linux-amd64/core-zlib/context",
      dockerfile: "../Containerfile",
      contexts: {
        sources: ".bake/linux-amd64/core-zlib/context",
        "stagex.invalid/bootstrap-debian": "oci-layout://linux-amd64/bootstrap-debian",
      },
      args: { BUILDKIT_SANDBOX_HOSTNAME: "sandbox" },
      network: "none",
      ulimits: ["nofile=2048:16384"],
      platforms: ["linux/amd64"],
      "cache-from": ["type=registry,ref=registry.example:5000/cache/core-zlib:linux-amd64"],
      "cache-to": [
        "type=registry,ref=registry.example:5000/cache/core-zlib:linux-amd64,oci-mediatypes=true,image-manifest=true",
      ],
    });
  });

  test("names no cache when none was asked for", async () => {
    expect((await written(tree())).get("docker-bake.json")).not.toContain("cache-");
  });

  test("gives a CI one matrix for each level", async () => {
    const { levels } = JSON.parse((await written(tree())).get("matrix.json")!) as {
      levels: readonly { include: readonly object[] }[];
    };
    expect(levels.map(({ include }) => include.length)).toEqual([1, 1, 2, 1]);
    expect(levels[2]!.include[1]).toEqual({
      image: "core-zlib",
      platform: "linux/amd64",
      machines: ["amd64"],
      seconds: 9,
      needs: ["core-filesystem", "bootstrap-debian"],
    });
  });

  test("writes the same bytes for the same tree and times, wherever they come from", async () => {
    const first = await written(tree());
    const root = tree();
    for (const path of Object.keys(seconds)) execFileSync("rm", [join(root, path)]);
    writeFiles(root, { "times.txt": first.get("times.txt")! });
    expect(await written(root, "--times", join(root, "times.txt"))).toEqual(first);
  });

  test("believes what was built here before the times of a file", async () => {
    const root = tree();
    writeFiles(root, {
      "times.txt": "# earlier\ncore-zlib linux/amd64 100\ncore-filesystem linux/amd64 3\ncore-gone linux/amd64 1\n",
    });
    const { tasks } = await planOf(root, "--times", join(root, "times.txt"));
    expect(tasks.map(({ seconds }) => seconds)).toEqual([20, 3, 30, 9, null]);
  });

  test("takes the images named and what they need, and no others", async () => {
    expect((await planOf(tree(), "core-zlib")).tasks.map(({ image }) => image)).toEqual([
      "bootstrap-debian",
      "core-filesystem",
      "core-zlib",
    ]);
  });

  test("takes only what changed since a revision, and what that may rebuild", async () => {
    const root = tree();
    const git = (...words: string[]): string => gitIn(root, ...words);
    git("init", "-q", ".");
    git("add", "generated");
    git("commit", "-q", "-m", "first");
    const key = "generated/core/zlib/linux-amd64.key";
    writeFiles(root, { [key]: `${readFileSync(join(root, key), "utf8")}# changed\n` });
    const { tasks } = await planOf(root, "--affected", "HEAD");
    expect(tasks.map(({ image, level, wave }) => [image, level, wave])).toEqual([
      ["core-zlib", 0, 1],
      ["pallet-compression", 1, 1],
    ]);
    git("add", ".");
    git("commit", "-q", "-m", "second");
    expect((await defs(root, ["plan", "--affected", "HEAD"])).stdout).toBe("nothing is to be made");
  });

  test.each([
    [["core-zlip"], "there is no image 'core-zlip'; did you mean 'core-zlib'?"],
    [["--most", "51"], "--most takes a number from 1 to 50, not '51'"],
    [["--most", "few"], "--most takes a number from 1 to 50, not 'few'"],
    [["--cache", "cache"], "--cache takes a registry with a path"],
    [["--cache", "registry.example/a,mode=max"], "--cache takes a registry with a path"],
    [["--seed", "debian-none"], "no image takes the host seed 'debian-none'"],
    [["--affected", "nowhere"], "lies in no git repository"],
    [["--times", "/nowhere/times.txt: not found"], "/nowhere/times.txt"],
  ])("refuses %j and writes nothing", async (words, message) => {
    const root = tree();
    const { stderr, exitCode } = await defs(root, ["plan", "--to", join(root, "plan"), ...words]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(existsSync(join(root, "plan"))).toBe(false);
  });

  test("says what to do where nothing was compiled", async () => {
    expect((await defs(temporaryFolder(), ["plan"])).stderr).toMatch(
      /generated\/images\.txt is missing; run `defs compile`/,
    );
  });

  test.each([
    ["was emptied", () => ""],
    ["is truncated", (text: string) => text.slice(0, text.indexOf("core-zlib "))],
    ["lacks a line in the middle", (text: string) => text.replace(/^core-bzip2 .*\n/m, "")],
  ])("does not take a list of images that %s for nothing to do", async (_title, change) => {
    const root = tree();
    writeFiles(root, { "generated/images.txt": change(readFileSync(join(root, "generated/images.txt"), "utf8")) });
    const { stdout, stderr, exitCode } = await defs(root, ["plan"]);
    expect(stderr).toMatch(
      /generated\/images\.txt: incomplete, no image for generated\/\S+\/linux-amd64\.key; run `defs compile`$/m,
    );
    expect([stdout, exitCode]).toEqual(["", 2]);
  });

  test("refuses a file of times that is none, with the line", async () => {
    const root = tree();
    writeFiles(root, { "times.txt": "core-zlib 9 seconds\n" });
    const { stderr, exitCode } = await defs(root, ["plan", "--times", join(root, "times.txt")]);
    expect(stderr).toContain("times.txt: 'core-zlib 9 seconds' is not `<image> <platform> <seconds>`");
    expect(exitCode).toBe(2);
  });
});

describe("platforms", () => {
  const key = (platform: string) => `key 1\nplatform ${platform}\nbuild 1\nflag network=none\n`;
  const tasks = readTasks(
    [
      "core-a.b linux/386 core/a.b a.b - latest",
      "core-a.b linux/amd64 core/a.b a.b - latest",
      "core-a.b linux/arm64 core/a.b a.b - latest",
      "",
    ].join("\n"),
    (file) => key(file.slice(file.lastIndexOf("/") + 1, -".key".length).replace("-", "/")),
  );

  test("are built on the machines that run their programs", () => {
    const { target } = JSON.parse(emitBake([tasks])) as Bake;
    expect(Object.values(target).flatMap(({ description }) => description ?? [])).toEqual([
      "core-a.b for linux/386, builds on 386 or amd64",
      "core-a.b for linux/amd64, builds on amd64",
      "core-a.b for linux/arm64, builds on arm64",
    ]);
  });

  test("have targets of their own, in the letters that buildx allows", () => {
    expect(tasks.map(targetName)).toEqual(["core-a__b_linux-386", "core-a__b_linux-amd64", "core-a__b_linux-arm64"]);
  });

  test("may be others than those of what they are made from", () => {
    const keys: Readonly<Record<string, string>> = {
      "generated/core/early/linux-386.key": key("linux/386"),
      "generated/core/late/linux-amd64.key": `${key("linux/amd64")}context core-early@linux/386\nlayers core-base\n`,
    };
    const [, late] = readTasks(
      "core-early linux/386 core/early early - latest\ncore-late linux/amd64 core/late late core-early@linux/386 latest\n",
      (file) => keys[file]!,
    );
    expect(late!.needs).toEqual(["core-base@linux/amd64", "core-early@linux/386"]);
    const { target } = JSON.parse(emitBake([[late!]])) as Bake;
    expect(target["core-late_linux-amd64"]!.contexts).toMatchObject({
      "stagex.invalid/core-early": "oci-layout://linux-386/core-early",
    });
  });

  test("are built where what runs in the build does, when they are cross-compiled", () => {
    const lines = ["core-a linux/amd64 core/a a - latest", "core-a linux/arm64 core/a a - latest", ""].join("\n");
    const read = (base: string) => (file: string) =>
      `${key(file.includes("arm64") ? "linux/arm64" : "linux/amd64")}context core-base@${base}\ncontext core-more\n`;
    const described = (base: string) =>
      Object.values((JSON.parse(emitBake([readTasks(lines, read(base))])) as Bake).target).flatMap(
        ({ description, platforms }) => (description === undefined ? [] : [`${description}; ${String(platforms)}`]),
      );
    expect(described("linux/386")).toEqual([
      "core-a for linux/amd64, builds on amd64; linux/amd64",
      "core-a for linux/arm64, builds on 386 or amd64; linux/386",
    ]);
    expect(described("linux/amd64")[1]).toBe("core-a for linux/arm64, builds on amd64; linux/amd64");
  });

  test("that nobody knows are an error", () => {
    expect(() => readTasks("core-a plan9/amd64 core/a a - latest\n", key)).toThrow(/names no known platform/);
  });
});

test("a host seed stands in for the image that allows it, and needs nothing then", () => {
  const keys: Readonly<Record<string, string>> = {
    "generated/bootstrap/stage1/linux-amd64.key": "build 1\ncontext bootstrap-stage0\n",
    "generated/bootstrap/stage1/linux-amd64.debian-trixie-gcc.key": "host-seed debian-trixie-gcc\n",
  };
  const read = (seed?: string) =>
    readTasks(
      "bootstrap-stage1 linux/amd64 bootstrap/stage1 stage1 bootstrap-stage0 latest debian-bookworm-gcc,debian-trixie-gcc\n",
      (file) => keys[file]!,
      seed,
    )[0]!;
  expect([read().making, read().needs]).toEqual(["build", ["bootstrap-stage0@linux/amd64"]]);
  expect([read("debian-trixie-gcc").making, read("debian-trixie-gcc").needs]).toEqual(["unpack", []]);
});
