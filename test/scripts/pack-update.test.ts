import { chmod, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layerOf, sha256 } from "./pack-format.js";
import { rawStream, streamOf } from "./pack-stream.js";
import type { Entry } from "./pack-tree.js";
import { discard, finish, imageOptions, isRoot, pack, run, script, start, workspace } from "./pack-workspace.js";

let directory = "";
beforeAll(async () => {
  directory = await workspace("ordinary");
});
afterAll(() => discard(directory));

/** A tree that takes a moment to pack, with a directory that its owner cannot write. */
function tree(tag: string, files = 400): Entry[] {
  const folder: Entry = { type: "directory", path: "d", mode: "0555", uid: 0, gid: 0 };
  const paths = Array.from({ length: files }, (_, number) => `d/${number}`);
  return [folder, ...paths.map((path): Entry => ({ type: "file", path, mode: "0444", uid: 0, gid: 0, text: tag }))];
}

async function command(name: string, entries: Entry[], out: string): Promise<string[]> {
  const stream = join(directory, `${name}.tar`);
  await writeFile(stream, streamOf(entries));
  return [...(await imageOptions(directory, name)), "--rootfs", stream, join(directory, out)];
}

/** The digest of the layout's manifest, after checking every blob that it reaches against its name. */
async function readLayout(out: string): Promise<string> {
  const read = (digest: string) => readFile(join(directory, out, "blobs/sha256", digest));
  const digests = (text: string) =>
    [...text.matchAll(/"digest":"sha256:([0-9a-f]{64})"/g)].map((match) => match[1] ?? "");
  const [manifest = ""] = digests(await readFile(join(directory, out, "index.json"), "utf8"));
  const text = await read(manifest);
  expect(sha256(text)).toBe(manifest);
  for (const digest of digests(text.toString())) expect(sha256(await read(digest))).toBe(digest);
  return `sha256:${manifest}\n`;
}

/** When a process began, in ticks since boot: proc(5), field 22 of stat. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

/** Starts a run as an ordinary user and kills it, with all its processes, after some milliseconds. */
async function killAfter(delay: number, args: string[]): Promise<void> {
  const child = start([script, ...args], { who: "ordinary" });
  const ended = finish(child);
  await sleep(delay);
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await ended;
}

describe("A run killed at any moment", () => {
  test("leaves the old layout or the new one, and the next run cleans up", async () => {
    const old = await pack(await command("old", tree("old"), "killed"), { who: "ordinary" });
    const next = await command("next", tree("next"), "killed");
    const seen = new Set<string>();
    const begin = process.hrtime.bigint();
    const reference = await pack(await command("reference", tree("next"), "reference"), { who: "ordinary" });
    const whole = Number((process.hrtime.bigint() - begin) / 1_000_000n);
    for (let step = 0; step < 9; step += 1) {
      await killAfter((whole * step) / 8, next);
      seen.add(await readLayout("killed"));
    }
    expect([old.stdout, reference.stdout]).toEqual(expect.arrayContaining([...seen]));
    expect(seen).toContain(old.stdout);
    expect(await pack(next, { who: "ordinary" })).toEqual({ code: 0, stdout: reference.stdout, stderr: "" });
    expect((await readdir(join(directory, "killed"))).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
    expect(await readdir(join(directory, "killed/blobs/sha256"))).toHaveLength(3);
  });

  test("leaves one of the two also when it dies just before each of its renames", async () => {
    const old = await pack(await command("renames-old", tree("old", 1), "renames"));
    const next = await command("renames", tree("next", 1), "renames");
    const bin = join(directory, "bin");
    await mkdir(bin);
    const mv = (count: string, limit: number): string =>
      `#!/bin/sh\necho >>${count}\n[ "$(wc -l <${count})" -lt ${limit} ] || { kill -9 $PPID; exit 1; }\nPATH=\${PATH#*:} exec mv "$@"\n`;
    const seen: string[] = [];
    for (let limit = 1, done = false; !done; limit += 1) {
      await writeFile(join(bin, "mv"), mv(join(directory, `count${limit}`), limit), { mode: 0o755 });
      const env = { PATH: `${bin}:${process.env.PATH}` };
      done = (await pack(next, { env })).code === 0;
      seen.push(await readLayout("renames"));
    }
    expect(seen).toHaveLength(9);
    expect(seen.slice(0, -1)).toEqual(Array.from({ length: 8 }, () => old.stdout));
    expect(seen.at(-1)).not.toBe(old.stdout);
    expect((await readdir(join(directory, "renames"))).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
  });

  test("that had written blobs but no index leaves nothing that the next run would keep", async () => {
    const args = await command("first", tree("first", 3), "first");
    await mkdir(join(directory, "first/pack.tmp.99/root/d"), { recursive: true });
    await writeFile(join(directory, "first/pack.tmp.99/root/d/x"), "x");
    await chmod(join(directory, "first/pack.tmp.99/root/d"), 0o000);
    await mkdir(join(directory, "first/blobs/sha256"), { recursive: true });
    await writeFile(join(directory, "first/blobs/sha256", "0".repeat(64)), "left over");
    await symlink("99-12345", join(directory, "first/pack.lock"));
    if (isRoot) await run(["chown", "-hR", "65534:65534", join(directory, "first")]);
    expect(await pack(args, { who: "ordinary" })).toMatchObject({ code: 0, stderr: "" });
    expect((await readdir(join(directory, "first"))).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
    expect(await readdir(join(directory, "first/blobs/sha256"))).toHaveLength(3);
  });
});

describe("Two runs for one layout", () => {
  test("do not mix: the later one is told to wait", async () => {
    await mkdir(join(directory, "busy"));
    await symlink(`${process.pid}-${await startTime(process.pid)}`, join(directory, "busy/pack.lock"));
    const result = await pack(await command("busy", tree("busy", 1), "busy"));
    expect(result.stderr).toContain(`busy: process ${process.pid} is writing it; wait for it`);
    expect(result.code).toBe(1);
    expect(await readdir(join(directory, "busy"))).toEqual(["pack.lock"]);
  });

  test("are not held up by a lock whose process number was given to another process", async () => {
    await mkdir(join(directory, "reused"));
    await symlink(`${process.pid}-1`, join(directory, "reused/pack.lock"));
    expect(await pack(await command("reused", tree("reused", 1), "reused"))).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("A layout that was there", () => {
  test("stays when the new stream is refused", async () => {
    const old = await pack(await command("kept", tree("kept", 1), "kept"));
    const stream = join(directory, "device.tar");
    await writeFile(stream, rawStream([{ name: "null", type: "3", device: [1, 3] }]));
    const args = [...(await imageOptions(directory, "kept")), "--rootfs", stream, join(directory, "kept")];
    expect((await pack(args)).code).toBe(1);
    expect(await readLayout("kept")).toBe(old.stdout);
    expect((await readdir(join(directory, "kept"))).sort()).toEqual(["blobs", "index.json", "oci-layout"]);
  });

  test("keeps a file that belongs to another step", async () => {
    await pack(await command("record", tree("1", 1), "record"));
    await writeFile(join(directory, "record/record"), "origin built\n");
    await pack(await command("record", tree("2", 1), "record"));
    expect(await readFile(join(directory, "record/record"), "utf8")).toBe("origin built\n");
  });

  test("is healed where a blob was damaged", async () => {
    const args = await command("healed", tree("healed", 1), "healed");
    const { stdout } = await pack(args);
    const blob = join(directory, "healed/blobs/sha256", sha256(layerOf(tree("healed", 1))));
    await chmod(blob, 0o644);
    await writeFile(blob, "damaged");
    expect((await pack(args)).stdout).toBe(stdout);
    expect(await readLayout("healed")).toBe(stdout);
  });

  test("can be in a directory whose name is full of traps", async () => {
    const out = "o u\\t:'$(x)*=";
    expect(await pack(await command("traps", tree("traps", 1), out))).toMatchObject({ code: 0, stderr: "" });
    expect(await readLayout(out)).toMatch(/^sha256:/);
  });
});

/** Whether a small tmpfs can be mounted in a mount namespace of one's own. */
const canMount = isRoot && (await run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"])).code === 0;

describe.runIf(canMount)("On a full disk (needs root and a mount namespace)", () => {
  test.each([
    ["while unpacking", 220, "cannot unpack it"],
    ["while writing the layer", 110, "cannot write the layer"],
  ])("the run fails %s, says so, and the old layout stays", async (_title, files, reason) => {
    const small = await command("small", tree("small", 1), "unused");
    const large = await command("large", tree("x".repeat(8192), files), "unused");
    const body = `mount -t tmpfs -o size=1500k none "$1" && cd "$1" && sh -c "$2" >/dev/null && sha256sum out/index.json >before
      sh -c "$3" >&2; echo "code $?"; sha256sum -c before; ls out`;
    const disk = join(directory, `disk${files}`);
    await mkdir(disk);
    const call = (args: string[]) => [script, ...args.slice(0, -1), "out"].map((word) => `'${word}'`).join(" ");
    const result = await run(["unshare", "-m", "sh", "-c", body, "sh", disk, call(small), call(large)]);
    expect(result.stdout).toBe("code 1\nout/index.json: OK\nblobs\nindex.json\noci-layout\n");
    expect(result.stderr).toContain("No space left on device");
    expect(result.stderr).toContain(reason);
    expect(result.stderr).toContain("the layout that was there is kept");
  });
});
