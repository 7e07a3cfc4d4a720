/** A small tree on a stage1 that host seeds may stand in for, with chains that no engine built. */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltTree, config, sha, type Needs } from "./built-tree.js";
import type { RawEntry } from "./pack-stream.js";
import { repository } from "../support/compiler.js";
import { run, type Result } from "./pack-workspace.js";

export const seeds = ["debian-bookworm-gcc", "debian-trixie-gcc"] as const;
export const stage3 = ["bootstrap-stage3-base", "bootstrap-stage3-tool", "bootstrap-stage3"] as const;

const needs: Needs = {
  "bootstrap-stage1": [],
  "bootstrap-stage2": ["bootstrap-stage1"],
  "bootstrap-stage3-base": ["bootstrap-stage1"],
  "bootstrap-stage3-tool": ["bootstrap-stage1", "bootstrap-stage2"],
  "bootstrap-stage3": ["bootstrap-stage3-base", "bootstrap-stage3-tool"],
  "core-a": ["bootstrap-stage3"],
  "pallet-tools": ["bootstrap-stage3-tool"],
};

/** Texts by their paths. */
export type Files = Readonly<Record<string, string>>;

/** Files with the directories that they lie in. */
function entries(files: Files): RawEntry[] {
  const folders = new Set(
    Object.keys(files).flatMap((path) =>
      path
        .split("/")
        .slice(0, -1)
        .map((_, depth, parts) => `${parts.slice(0, depth + 1).join("/")}/`),
    ),
  );
  return [
    ...[...folders].map((name) => ({ name, type: "5", mode: 0o755 })),
    ...Object.entries(files).map(([name, data]) => ({ name, data })),
  ];
}

/** stage1, with stand-ins; stage2 on it; stage3, a pallet of two images of these; and two images on top. */
export class SeededTree extends BuiltTree {
  constructor() {
    super(needs);
    this.put(
      "generated/images.txt",
      this.read("generated/images.txt").replace(/^bootstrap-stage1 .*$/m, `$& ${seeds.join(",")}`),
    );
    const index = (name: string) => `$(OUT)/linux-amd64/${name}/index.json`;
    this.put(
      "generated/all.mk",
      Object.entries(needs)
        .map(([name, needed]) => `${index(name)}: | ${needed.map(index).join(" ")}\n`)
        .join(""),
    );
    for (const seed of seeds) {
      const locks = ["common.conf", `${seed}.conf`, `${seed}.txt`].map((name) => `bootstrap/host-seeds/${name}`);
      const lines = locks.map((path) => `lock ${sha(readFileSync(join(repository, path), "utf8"))} ${path}\n`).join("");
      this.put(
        `generated/bootstrap/stage1/linux-amd64.${seed}.key`,
        `key 1\nimage 1\nplatform linux/amd64\nepoch 315619200\nconfig ${config}\nhost-seed ${seed}\n${lines}`,
      );
    }
  }

  protected override isPallet(name: string): boolean {
    return super.isPallet(name) || name === "bootstrap-stage3";
  }

  /** Makes the images of a seed's chain in an OUT, by default that of scripts/ddc, as if an engine had built them. */
  async chain(seed: string, out = join(this.out, "ddc", seed)): Promise<void> {
    const env = { SEED: seed };
    await this.build("bootstrap-stage1", [{ name: "seed", data: seed }], out, env);
    await this.build("bootstrap-stage2", [{ name: "made-by", data: seed }], out, env);
    await this.build(
      "bootstrap-stage3-base",
      [
        { name: "usr/", type: "5", mode: 0o755 },
        { name: "bin", type: "2", link: "usr/bin" },
      ],
      out,
      env,
    );
    await this.finish(seed, { "usr/bin/tool": "tool\n" }, out);
  }

  /** Makes bootstrap-stage3-tool of these files and stage3 of it; stage3 is really composed. */
  async finish(seed: string, files: Files, out = join(this.out, "ddc", seed)): Promise<void> {
    await this.build("bootstrap-stage3-tool", entries(files), out, { SEED: seed });
    const composed = await this.run("build", ["bootstrap-stage3"], { OUT: out, SEED: seed });
    if (composed.code !== 0) throw new Error(composed.stderr);
  }

  /** Runs make in the repository on this tree. */
  make(options: string[], env: Record<string, string> = {}): Promise<Result> {
    return run(["make", "--no-print-directory", "-C", repository, `ROOT=${this.root}`, `OUT=${this.out}`, ...options], {
      env,
    });
  }

  /** Another checkout of the same tree, with nothing built. */
  override clone(): SeededTree {
    const other = new SeededTree();
    for (const folder of ["generated", "digests", "bootstrap"])
      if (existsSync(join(this.root, folder)))
        cpSync(join(this.root, folder), join(other.root, folder), { recursive: true });
    return other;
  }

  override copy(): SeededTree {
    const other = new SeededTree();
    cpSync(this.root, other.root, { recursive: true });
    return other;
  }
}
