import { mkdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cut, serve, status, truncated, whole } from "../support/http.js";
import type { Server } from "../support/http.js";
import { createWorkspace, source } from "./fetch-workspace.js";
import type { Environment, Source, Workspace } from "./fetch-workspace.js";

let space: Workspace;
let server: Server;
let item: Source;
const url = "mirror://gnu/tool-1.0.tar.gz";
const path = "/tool-1.0.tar.gz";

beforeEach(async () => {
  [space, server] = await Promise.all([createWorkspace(), serve()]);
  item = source("tool-1.0.tar.gz");
});

afterEach(async () => {
  await Promise.all([server.close(), space.remove()]);
});

function mirror(): Environment {
  return { STAGEX_MIRROR_GNU: server.url("/") };
}

describe("scripts/fetch --learn", () => {
  test("puts the bytes of an address into the store and prints their hash and size.", async () => {
    server.route(path, whole(item.bytes));
    const { code, stdout, stderr } = await space.start(["--learn", url], mirror()).done;
    expect([code, stdout, stderr]).toEqual([0, `${item.sha256} 100000 ${url}\n`, ""]);
    expect(await space.stored(item)).toEqual(item.bytes);
    expect(await space.names("partial")).toEqual([]);
  });

  test("starts a cut download from zero, because no hash could judge two joined parts.", async () => {
    server.route(path, cut(item.bytes, 40_000), whole(item.bytes));
    const { code, stdout } = await space.start(["--learn", url], mirror()).done;
    expect([code, stdout]).toEqual([0, `${item.sha256} 100000 ${url}\n`]);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test.each([
    ["says 404", status(404), /HTTP 404/],
    ["does not say where its answer ends", truncated(Buffer.alloc(5000), 1000), /does not say where the file ends/],
    ["has only an empty file", whole(Buffer.alloc(0)), /it is empty/],
  ])("learns nothing from a server that %s.", async (_name, reply, reason) => {
    server.route(path, reply);
    const { code, stdout, stderr } = await space.start(["--learn", url], mirror()).done;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(reason);
    expect([await space.names("sha256"), await space.names("partial")]).toEqual([[], []]);
  });

  test("goes on after an address that could not be fetched, and names it.", async () => {
    server.route(path, whole(item.bytes));
    const { code, stdout, stderr } = await space.start(["--learn", "mirror://gnu/other.tar.gz", url], mirror()).done;
    expect([code, stdout]).toEqual([1, `${item.sha256} 100000 ${url}\n`]);
    expect(stderr).toContain("cannot get mirror://gnu/other.tar.gz\n");
    expect(stderr).toContain("1 of 2 addresses could not be fetched");
  });

  test("takes a file of an offline directory first.", async () => {
    await mkdir(space.path("disc"));
    await space.write("disc/tool-1.0.tar.gz", item.bytes);
    const { code, stdout } = await space.start(["--from", space.path("disc"), "--learn", url], mirror()).done;
    expect([code, stdout]).toEqual([0, `${item.sha256} 100000 ${url}\n`]);
    expect(server.requests).toEqual([]);
  });

  test.each([
    ["http://127.0.0.1:9/tool.tar.gz", 1, /plain http is refused/],
    ["mirror://gun/tool.tar.gz", 2, /alias 'gun' is not in/],
    ["tool.tar.gz", 2, /bad URL/],
  ])("refuses %s.", async (address, expected, reason) => {
    const { code, stdout, stderr } = await space.start(["--learn", address], mirror()).done;
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toMatch(reason);
  });
});

describe("scripts/fetch --learn takes nothing that is not the file", () => {
  test.each([
    ["in a coding that nobody asked for", { "content-encoding": "gzip" }, 200, /a coding of its own \(gzip\)/],
    [
      "in part, although all was asked for",
      { "content-range": "bytes 0-99999/200000" },
      206,
      /a part of it \(HTTP 206\)/,
    ],
  ])("%s", async (_name, headers, code, reason) => {
    server.route(path, (_request, response) => {
      response.writeHead(code, { "content-length": item.bytes.length, ...headers }).end(item.bytes);
    });
    const result = await space.start(["--learn", url], mirror()).done;
    expect([result.code, result.stdout]).toEqual([1, ""]);
    expect(result.stderr).toMatch(reason);
    expect(await space.names("sha256")).toEqual([]);
  });

  test.each([
    ["Content-Encoding:gzip", /a coding of its own \(gzip\)/],
    ["Content-Encoding:\tGZIP", /a coding of its own \(gzip\)/],
    ["content-encoding: br", /a coding of its own \(br\)/],
    ["Content-Encoding: identity\r\nContent-Encoding: zstd", /a coding of its own \(zstd\)/],
  ])("in a coding, however its header is written: %j", async (line, reason) => {
    server.route(path, (_request, response) => {
      response.socket!.end(`HTTP/1.1 200 OK\r\n${line}\r\nContent-Length:10\r\n\r\n0123456789`);
    });
    const result = await space.start(["--learn", url], mirror()).done;
    expect([result.code, result.stdout, result.stderr]).toEqual([1, "", expect.stringMatching(reason)]);
  });

  test("but what says `identity` is the file", async () => {
    server.route(path, (_request, response) => {
      response.writeHead(200, { "content-length": item.bytes.length, "content-encoding": "identity" }).end(item.bytes);
    });
    expect((await space.start(["--learn", url], mirror()).done).code).toBe(0);
  });
});
