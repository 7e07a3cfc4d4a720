/** A small tree with images that no engine built: layers made by scripts/pack, records as scripts/build writes them. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, type Result } from "./pack-workspace.js";
import { rawStream, type RawEntry } from "./pack-stream.js";

const scripts = fileURLToPath(new URL("../../scripts/", import.meta.url));
export const config =
  '{"created":"1980-01-02T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}';
/** What each image is made from; pallets are composed of it. */
export type Needs = Readonly<Record<string, readonly string[]>>;
const fourImages: Needs = {
  "core-a": [],
  "core-b": ["core-a"],
  "core-c": ["core-b"],
  "pallet-all": ["core-c", "core-a"],
};

export const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The digest that a layout's index names, or nothing. */
export function digestOf(layout: string): string {
  return /"digest":"(sha256:[0-9a-f]{64})"/.exec(readFileSync(join(layout, "index.json"), "utf8"))?.[1] ?? "";
}

/** By default core-a, core-b built on it, core-c built on that, and a pallet of core-c and core-a. */
export class BuiltTree {
  readonly root = mkdtempSync(join(tmpdir(), "tree-"));
  readonly out = join(this.root, "out");

  constructor(readonly needs: Needs = fourImages) {
    this.put(
      "generated/images.txt",
      Object.keys(needs)
        .map(
          (name) =>
            `${name} linux/amd64 ${name.replace("-", "/")} ${name.replace(/^\w+-/, "")} ${needs[name]?.join(",") || "-"} 1\n`,
        )
        .join(""),
    );
    for (const name of Object.keys(needs)) this.define(name, `# ${name}\n`);
  }

  /** Writes the Containerfile and the static key of an image. */
  define(name: string, containerfile: string, extra: string[] = []): void {
    const folder = `generated/${name.replace("-", "/")}`;
    this.put(`${folder}/Containerfile`, containerfile);
    const needed = this.needs[name] ?? [];
    const built = [
      "build 1",
      "flag network=none",
      ...extra,
      `file ${sha(containerfile)} ${folder}/Containerfile`,
      ...needed.map((need) => `context ${need}`),
    ];
    const own = this.isPallet(name) ? needed.map((need) => `layers ${need}`) : built;
    this.put(
      `${folder}/linux-amd64.key`,
      `# comment\nkey 1\nimage 1\nplatform linux/amd64\nepoch 315619200\nconfig ${config}\n${own.join("\n")}\n`,
    );
  }

  protected isPallet(name: string): boolean {
    return name.startsWith("pallet-");
  }

  put(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  layout(name: string): string {
    return `out/linux-amd64/${name}`;
  }

  digest(name: string): string {
    return digestOf(join(this.root, this.layout(name)));
  }

  /** The key text of an image as it is now, by scripts/lib/key.sh. */
  async keyText(name: string, out = this.out, env: Record<string, string> = {}): Promise<string> {
    const text = `set -eu; here=${scripts} root=${this.root} out='${out}' work=$(mktemp -d); . "$here/lib/key.sh"; key_text ${name} linux/amd64 "$(key_file ${name} linux/amd64)"; rm -rf "$work"`;
    return (await run(["sh", "-c", text], { env })).stdout;
  }

  /** Makes an image as if an engine had built it, with a file of this text or with these entries, and its record. */
  async build(
    name: string,
    content: string | RawEntry[],
    out = this.out,
    env: Record<string, string> = {},
  ): Promise<void> {
    const layout = join(out, "linux-amd64", name);
    mkdirSync(layout, { recursive: true });
    writeFileSync(
      join(this.root, "rootfs.tar"),
      rawStream(typeof content === "string" ? [{ name: "file", data: content }] : content),
    );
    this.put("config.json", config);
    const packed = await run([
      `${scripts}pack`,
      "--config",
      join(this.root, "config.json"),
      "--image",
      name,
      "--platform",
      "linux/amd64",
      "--rootfs",
      join(this.root, "rootfs.tar"),
      layout,
    ]);
    if (packed.code !== 0) throw new Error(packed.stderr);
    const digest = digestOf(layout);
    const key = await this.keyText(name, out, env);
    const inputs = key
      .split("\n")
      .slice(0, -1)
      .map((line) => `input ${line}\n`)
      .join("");
    const record = join(layout, "record");
    if (existsSync(record) && digest !== /^digest (.*)$/m.exec(readFileSync(record, "utf8"))?.[1])
      cpSync(record, `${record}.previous`);
    writeFileSync(
      record,
      `digest ${digest}\norigin built\nengine podman 5.8.6\ncache none\nseconds 1\nkey sha256:${sha(key)}\n${inputs}`,
    );
  }

  has(path: string): boolean {
    try {
      return this.read(path) !== "";
    } catch {
      return false;
    }
  }

  /** Makes all four images; the pallet is really composed, by scripts/build. */
  async buildAll(): Promise<void> {
    for (const name of ["core-a", "core-b", "core-c"]) await this.build(name, `${name}\n`);
    const composed = await this.run("build", ["pallet-all"]);
    if (composed.code !== 0) throw new Error(composed.stderr);
  }

  /** Writes the digests of the images down, as scripts/digests does. */
  async commit(): Promise<void> {
    const lines: Record<string, string> = {};
    let provenance = "";
    for (const name of Object.keys(this.needs)) {
      const stage = name.split("-")[0] ?? "";
      lines[stage] = `${lines[stage] ?? ""}${this.digest(name).slice(7)} ${name}\n`;
      provenance += `${name}@linux/amd64 ${this.digest(name)} sha256:${sha(await this.keyText(name))} podman 5.8.6; docker 28.5.2 without cache\n`;
    }
    for (const [stage, text] of Object.entries(lines)) this.put(`digests/linux-amd64/${stage}.txt`, text);
    this.put("digests/provenance.txt", provenance);
  }

  /** Another checkout of the same tree, with nothing built. */
  clone(): BuiltTree {
    const other = new BuiltTree(this.needs);
    cpSync(join(this.root, "generated"), join(other.root, "generated"), { recursive: true });
    cpSync(join(this.root, "digests"), join(other.root, "digests"), { recursive: true });
    return other;
  }

  /** Another checkout with everything that is built. */
  copy(): BuiltTree {
    const other = new BuiltTree(this.needs);
    cpSync(this.root, other.root, { recursive: true });
    return other;
  }

  run(script: string, options: string[], env: Record<string, string> = {}): Promise<Result> {
    return run([`${scripts}${script}`, ...options], { env: { STAGEX_ROOT: this.root, OUT: this.out, ...env } });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
