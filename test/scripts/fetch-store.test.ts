import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pause, serve, whole } from "../support/http.js";
import type { Reply, Server } from "../support/http.js";
import { createWorkspace, eventually, line, source } from "./fetch-workspace.js";
import type { Environment, Running, Source, Workspace } from "./fetch-workspace.js";

let space: Workspace;
let server: Server;
let item: Source;

beforeEach(async () => {
  [space, server] = await Promise.all([createWorkspace(), serve()]);
  item = source("tool.tar");
});

afterEach(async () => {
  await Promise.all([server.close(), space.remove()]);
});

/** The server as the mirror of gnu, and a time-out that these tests do not reach. */
function mirror(): Environment {
  return { STAGEX_MIRROR_GNU: server.url("/"), STAGEX_STALL_TIMEOUT: "50" };
}

async function manifest(...items: readonly Source[]): Promise<string> {
  return space.write("sources.txt", items.map((one) => line(one, `mirror://gnu/${one.file}`)).join(""));
}

/** A promise, and the function that fulfils it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

async function partialBytes(): Promise<number> {
  const [name] = await space.names("partial");
  return name === undefined ? 0 : (await stat(space.path("store/partial", name))).size;
}

describe("several downloads", () => {
  /** Replies whose answers wait until `count` requests are there at once; `most` is the largest number seen. */
  function together(count: number): { reply(bytes: Buffer): Reply; most(): number } {
    let now = 0,
      most = 0;
    const all = gate();
    return {
      most: () => most,
      reply: (bytes) => (request, response) => {
        most = Math.max(most, ++now);
        if (now === count) all.open();
        response.on("finish", () => now--);
        void all.opened.then(() => whole(bytes)(request, response));
      },
    };
  }

  test("--jobs 3 downloads three sources at once, and not more.", async () => {
    const items = Array.from({ length: 7 }, (_, index) => source(`file-${index}.tar`));
    const { reply, most } = together(3);
    for (const one of items) server.route(`/${one.file}`, reply(one.bytes));
    const result = await space.start(["--jobs", "3", await manifest(...items)], mirror()).done;
    expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(most()).toBe(3);
    expect(await space.names("sha256")).toEqual(items.map((one) => one.sha256).sort());
  });

  test("--jobs 1 downloads one source after the other.", async () => {
    const items = ["a.tar", "b.tar", "c.tar"].map((file) => source(file));
    const { reply, most } = together(1);
    for (const one of items) server.route(`/${one.file}`, reply(one.bytes));
    expect((await space.start(["--jobs", "1", await manifest(...items)], mirror()).done).code).toBe(0);
    expect(most()).toBe(1);
    expect(server.requests.map(({ path }) => path)).toEqual(["/a.tar", "/b.tar", "/c.tar"]);
  });

  test("A long download is reported with its bytes and total, unless --quiet.", async () => {
    const loud = gate();
    server.route("/tool.tar", pause(item.bytes, 60_000, loud.opened));
    const quiet = await createWorkspace();
    const silent = quiet.start(["--quiet", await manifest(item)], mirror());
    const run = space.start([await manifest(item)], mirror());
    await eventually(() => run.stderr().includes("bytes"));
    loud.open();
    const { code, stderr } = await run.done;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^(scripts\/fetch: tool\.tar: [1-9]\d+ of 100000 bytes\n)+$/);
    expect(await silent.done).toEqual({ code: 0, stdout: "", stderr: "" });
    await quiet.remove();
  });
});

describe("several processes", () => {
  test("Two that want the same source both succeed, and it is downloaded once.", async () => {
    const hold = gate();
    server.route("/tool.tar", pause(item.bytes, 1000, hold.opened));
    const path = await manifest(item);
    const runs = [space.start([path], mirror()), space.start([path], mirror())];
    await eventually(() => server.requests.length > 0);
    hold.open();
    for (const run of runs) expect(await run.done).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(server.requests).toHaveLength(1);
    expect(await space.stored(item)).toEqual(item.bytes);
  });

  /** Starts a download that the server holds half-way, in its own process group. */
  async function half(rest: Promise<void>): Promise<Running> {
    server.route("/tool.tar", pause(item.bytes, 50_000, rest), whole(item.bytes));
    const run = space.start([await manifest(item)], mirror(), true);
    await eventually(async () => (await partialBytes()) > 40_000);
    return run;
  }

  test("After kill -9 of all processes of a run, the next run resumes and succeeds.", async () => {
    const run = await half(new Promise(() => undefined));
    process.kill(-(run.child.pid ?? 0), "SIGKILL");
    await run.done;
    expect(await space.names("sha256")).toEqual([]);
    expect((await space.start([await manifest(item)], mirror()).done).code).toBe(0);
    expect(server.requests[1]?.range).toMatch(/^bytes=\d{5}-$/);
    expect(await space.stored(item)).toEqual(item.bytes);
  });

  test("After kill -9 of the main process only, the next run waits for what is left of it and succeeds.", async () => {
    const hold = gate();
    const run = await half(hold.opened);
    process.kill(run.child.pid ?? 0, "SIGKILL");
    const next = space.start([await manifest(item)], mirror());
    hold.open();
    expect(await next.done).toEqual({ code: 0, stdout: "", stderr: "" });
    await run.done;
    expect(server.requests).toHaveLength(1);
    expect(await space.stored(item)).toEqual(item.bytes);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends the download at once, and a later run resumes it.", async (signal, code) => {
    const run = await half(new Promise(() => undefined));
    const before = await partialBytes();
    process.kill(run.child.pid ?? 0, signal);
    // 'close' comes only after every process that holds the pipes has ended.
    expect((await run.done).code).toBe(code);
    expect(await space.names("sha256")).toEqual([]);
    expect(await partialBytes()).toBeGreaterThanOrEqual(before);
    expect((await space.start([await manifest(item)], mirror()).done).code).toBe(0);
    expect(server.requests[1]?.range).toMatch(/^bytes=\d{5}-$/);
  });
});

describe("offline", () => {
  test("--offline names everything that is missing in one run, and asks no server.", async () => {
    const items = ["a.tar", "b.tar", "c.tar"].map((file) => source(file));
    const [, there] = items;
    if (there) await space.plant(there, there.bytes);
    for (const one of items) server.route(`/${one.file}`, whole(one.bytes));
    const { code, stderr } = await space.start(["--offline", await manifest(...items)], mirror()).done;
    expect(code).toBe(1);
    expect(stderr.match(/sources\.txt:\d: cannot get \S+/g)).toEqual([
      "sources.txt:1: cannot get a.tar",
      "sources.txt:3: cannot get c.tar",
    ]);
    expect(stderr).toContain(
      "2 of 3 sources could not be fetched; put the files into a directory and give it with --from",
    );
    expect(server.requests).toHaveLength(0);
  });

  test("--offline is content when the store has everything, even if it is read-only.", async () => {
    await space.plant(item, item.bytes);
    expect(await space.start(["--offline", await manifest(item)]).done).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(existsSync(space.path("store/lock"))).toBe(false);
  });

  test("Files are taken from directories by name or by hash, without a server.", async () => {
    const [one, two] = [source("one.tar"), source("two.tar")];
    await mkdir(space.path("disc"));
    await mkdir(space.path("other disc"));
    await space.write("disc/one.tar", one.bytes);
    await space.write(`other disc/${two.sha256}`, two.bytes);
    const args = ["--offline", "--from", space.path("other disc"), await manifest(one, two)];
    expect(await space.start(args, { STAGEX_OFFLINE: space.path("disc") }).done).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(await space.stored(one)).toEqual(one.bytes);
    expect(await space.stored(two)).toEqual(two.bytes);
    expect((await stat(space.path("store/sha256", one.sha256))).mode & 0o777).toBe(0o444);
    expect(await space.names("partial")).toEqual([]);
  });

  test("A file in a directory with wrong bytes is reported and not taken; the mirrors are asked.", async () => {
    await mkdir(space.path("disc"));
    await space.write("disc/tool.tar", Buffer.alloc(100_000));
    const path = await manifest(item);
    const offline = await space.start(["--offline", "--from", space.path("disc"), path]).done;
    expect(offline.code).toBe(1);
    expect(offline.stderr).toMatch(/disc\/tool\.tar: wrong sha256 [0-9a-f]{64}, expected/);
    expect(await space.names("sha256")).toEqual([]);
    server.route("/tool.tar", whole(item.bytes));
    expect((await space.start(["--from", space.path("disc"), path], mirror()).done).code).toBe(0);
    expect(await space.stored(item)).toEqual(item.bytes);
  });
});

describe("--check", () => {
  test("A corrupt and a missing source are reported, a good one is not.", async () => {
    const [good, bad, missing] = [source("good.tar"), source("bad.tar"), source("missing.tar")];
    await space.plant(good, good.bytes);
    await space.plant(bad, good.bytes);
    const { code, stderr } = await space.start(["--check", await manifest(good, bad, missing)]).done;
    expect(code).toBe(1);
    expect(stderr).toContain(`corrupt: ${space.path("store/sha256", bad.sha256)} has sha256 ${good.sha256}\n`);
    expect(stderr).toContain(`missing: missing.tar, sha256 ${missing.sha256}\n`);
    expect(stderr).toContain("2 of 3 sources are corrupt or missing");
    expect(stderr).not.toContain("good.tar");
  });

  test("Without a manifest all of the store is checked.", async () => {
    await space.plant(item, item.bytes);
    expect(await space.start(["--check"]).done).toEqual({ code: 0, stdout: "", stderr: "" });
    const bad = source("bad.tar");
    await space.plant(bad, Buffer.from("bad"));
    const { code, stderr } = await space.start(["--check"]).done;
    expect(code).toBe(1);
    expect(stderr).toContain(`corrupt: ${space.path("store/sha256", bad.sha256)}`);
    expect(stderr).toContain("1 of 2 sources");
  });
});

test("Neither another directory nor a name with blanks for the store changes anything.", async () => {
  server.route("/tool.tar", whole(item.bytes));
  const store = space.path("a store; rm -rf $HOME");
  expect((await space.start(["--store", store, await manifest(item)], mirror()).done).code).toBe(0);
  expect(existsSync(`${store}/sha256/${item.sha256}`)).toBe(true);
  expect(existsSync(space.path("store"))).toBe(false);
});
