import { stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  cut,
  endless,
  pause,
  redirect,
  serve,
  status,
  truncated,
  whole,
  wholeWithoutRange,
  wrongTotal,
} from "../support/http.js";
import type { Reply, Server } from "../support/http.js";
import { selfSigned } from "../support/certificate.js";
import { createWorkspace, line, source } from "./fetch-workspace.js";
import type { Environment, Source, Workspace } from "./fetch-workspace.js";

const certificate = selfSigned();
let space: Workspace;
let first: Server, second: Server, secure: Server;
let item: Source;

beforeEach(async () => {
  space = await createWorkspace();
  [first, second, secure] = await Promise.all([serve(), serve(), serve(certificate)]);
  item = source("tool-1.0.tar.gz");
});

afterEach(async () => {
  await Promise.all([first.close(), second.close(), secure.close(), space.remove()]);
});

const url = "mirror://gnu/tool-1.0.tar.gz";
const path = "/tool-1.0.tar.gz";

function twoMirrors(): Environment {
  return { STAGEX_MIRROR_GNU: `${first.url("/")} ${second.url("/")}` };
}

async function trusted(): Promise<Environment> {
  return { CURL_CA_BUNDLE: await space.write("ca.pem", certificate.cert) };
}

describe("mirrors", () => {
  test("The first mirror is asked first, and the others not at all when it has the file.", async () => {
    first.route(path, whole(item.bytes));
    second.route(path, whole(item.bytes));
    const result = await space.fetch(line(item, url), twoMirrors());
    expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await space.stored(item)).toEqual(item.bytes);
    expect((await stat(space.path("store/sha256", item.sha256))).mode & 0o777).toBe(0o444);
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
  });

  const faults: readonly (readonly [string, (bytes: Buffer) => Reply, RegExp, number])[] = [
    ["404", () => status(404), /HTTP 404/, 1],
    ["500", () => status(500), /HTTP 500/, 3],
    ["a stall", (bytes) => pause(bytes, 1000), /time-out at 1000 bytes/, 3],
    ["a cut connection", (bytes) => cut(bytes, 1000), /connection cut at 1000 of 100000 bytes/, 3],
    ["a truncated file", (bytes) => truncated(bytes, 1000), /connection closed at 1000 of 100000 bytes/, 3],
    ["a shorter file", (bytes) => whole(bytes.subarray(1)), /wrong size: 99999 bytes, expected 100000/, 1],
    [
      "wrong bytes",
      (bytes) => whole(Buffer.alloc(bytes.length)),
      /wrong sha256 [0-9a-f]{64}, expected [0-9a-f]{64}/,
      1,
    ],
    ["a longer file", (bytes) => whole(Buffer.concat([bytes, bytes])), /too large: more than 100000 bytes/, 1],
    ["an endless body", () => endless(), /too large: more than 100000 bytes/, 1],
  ];
  test.each(faults)("After %s the next mirror is asked.", async (_name, fault, reason, requests) => {
    first.route(path, fault(item.bytes));
    second.route(path, whole(item.bytes));
    // Quietly: progress is told by the clock, and a slow machine would tell of it.
    expect(await space.fetch(line(item, url), twoMirrors(), "--quiet")).toMatchObject({ code: 0, stderr: "" });
    expect(await space.stored(item)).toEqual(item.bytes);
    expect(first.requests).toHaveLength(requests);

    const other = await createWorkspace();
    const once = { STAGEX_MIRROR_GNU: first.url("/"), STAGEX_TRIES: "1" };
    const failed = await other.fetch(line(item, url), once);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(`sources.txt:1: cannot get ${item.file} (sha256 ${item.sha256})`);
    expect(failed.stderr).toContain(`  ${first.url(path)}: `);
    expect(failed.stderr).toMatch(reason);
    expect(await other.names("sha256")).toEqual([]);
    await other.remove();
  });

  test("The report of a failure names every URL with its own reason, and what to do.", async () => {
    second.route(path, whole(Buffer.from("something else")));
    const { code, stderr } = await space.fetch(line(item, url, "-"), twoMirrors());
    expect(code).toBe(1);
    expect(stderr).toContain(`${first.url(path)}: HTTP 404\n`);
    expect(stderr).toContain(`${second.url(path)}: wrong sha256 `);
    expect(stderr).toContain("1 of 1 sources could not be fetched; set STAGEX_MIRROR_<ALIAS>");
  });

  test("One source that cannot be fetched does not keep the others from the store.", async () => {
    const good = source("good.tar");
    first.route("/good.tar", whole(good.bytes));
    const lines = line(item, url) + line(good, "mirror://gnu/good.tar");
    expect((await space.fetch(lines, twoMirrors())).code).toBe(1);
    expect(await space.names("sha256")).toEqual([good.sha256]);
  });

  test("A server that is not there is reported as such.", async () => {
    const gone = first.url("/");
    await first.close();
    const { code, stderr } = await space.fetch(line(item, url), { STAGEX_MIRROR_GNU: gone });
    expect(code).toBe(1);
    expect(stderr).toMatch(/\(7\) Failed to connect/);
  });
});

describe("sizes", () => {
  test("An endless body is stopped soon after the limit.", async () => {
    let bytes = 0;
    first.route(
      path,
      endless((sent) => (bytes = sent)),
    );
    const env = { ...twoMirrors(), STAGEX_MAX_SIZE: "200000" };
    expect((await space.fetch(line(item, url, "-"), env)).stderr).toContain("too large: more than 200000 bytes");
    expect(bytes).toBeLessThan(20_000_000);
    expect(await space.names("partial")).toEqual([]);
  });

  test("A source without a declared size is bound by STAGEX_MAX_SIZE, one with a size is not.", async () => {
    first.route(path, whole(item.bytes));
    const env = { ...twoMirrors(), STAGEX_MAX_SIZE: "99999" };
    expect((await space.fetch(line(item, url, "-"), env)).stderr).toContain("too large: more than 99999 bytes");
    expect((await space.fetch(line(item, url), env)).code).toBe(0);
  });

  test("A declared size that is too large is reported as the manifest's mistake.", async () => {
    first.route(path, whole(item.bytes));
    const { code, stderr } = await space.fetch(line(item, url, 100_001), twoMirrors());
    expect(code).toBe(1);
    expect(stderr).toMatch(/the sha256 is right, but the size is 100000 and \S*sources\.txt:1 says 100001/);
    expect(first.requests).toHaveLength(1);
  });

  test("An empty file is a file.", async () => {
    const empty = source("empty", 0);
    first.route("/empty", whole(empty.bytes));
    expect((await space.fetch(line(empty, "mirror://gnu/empty"), twoMirrors())).code).toBe(0);
    expect(await space.stored(empty)).toHaveLength(0);
  });
});

describe("resume", () => {
  test("A cut connection is resumed where it ended.", async () => {
    first.route(path, cut(item.bytes, 40_000), whole(item.bytes));
    expect((await space.fetch(line(item, url), twoMirrors())).code).toBe(0);
    expect(first.requests.map(({ range }) => range)).toEqual([undefined, "bytes=40000-"]);
    expect(await space.stored(item)).toEqual(item.bytes);
    expect(await space.names("partial")).toEqual([]);
  });

  test("A later run resumes what an earlier one left.", async () => {
    first.route(path, cut(item.bytes, 40_000), status(404));
    const env = { ...twoMirrors(), STAGEX_TRIES: "1" };
    expect((await space.fetch(line(item, url), env)).code).toBe(1);
    first.route(path, whole(item.bytes));
    expect((await space.fetch(line(item, url), env)).code).toBe(0);
    expect(first.requests.at(-1)?.range).toBe("bytes=40000-");
  });

  test("A server that ignores Range is asked again from the first byte on.", async () => {
    first.route(path, cut(item.bytes, 40_000), wholeWithoutRange(item.bytes));
    expect((await space.fetch(line(item, url), twoMirrors())).code).toBe(0);
    expect(first.requests.map(({ range }) => range)).toEqual([undefined, "bytes=40000-", undefined]);
    expect(await space.stored(item)).toEqual(item.bytes);
  });

  test("A partial file that is too long for the server's file is thrown away.", async () => {
    const short = Buffer.from(item.bytes.subarray(0, 50_000));
    const long = source(item.file);
    first.route(path, cut(long.bytes, 60_000), whole(short), whole(long.bytes));
    expect((await space.fetch(line(long, url), twoMirrors())).code).toBe(0);
    expect(first.requests.map(({ range }) => range)).toEqual([undefined, "bytes=60000-", undefined]);
  });

  test("A part of a file of another size is thrown away.", async () => {
    first.route(path, cut(item.bytes, 40_000), wrongTotal(item.bytes, 100_001), whole(item.bytes));
    expect((await space.fetch(line(item, url), twoMirrors())).code).toBe(0);
    expect(first.requests.map(({ range }) => range)).toEqual([undefined, "bytes=40000-", undefined]);
    expect(second.requests).toHaveLength(0);
  });

  test.each([
    ["with", 100_000],
    ["without", "-"],
  ] as const)(
    "A resumed file %s declared size whose hash is wrong is fetched once more from zero.",
    async (_with, size) => {
      const other = source(item.file);
      first.route(path, cut(other.bytes, 40_000), whole(item.bytes));
      expect((await space.fetch(line(item, url, size), twoMirrors())).code).toBe(0);
      expect(first.requests.map(({ range }) => range)).toEqual([undefined, "bytes=40000-", undefined]);
      expect(await space.stored(item)).toEqual(item.bytes);
    },
  );

  test("Two mirrors never share a partial file.", async () => {
    first.route(path, cut(Buffer.alloc(100_000), 40_000), status(404));
    second.route(path, whole(item.bytes));
    expect((await space.fetch(line(item, url), { ...twoMirrors(), STAGEX_TRIES: "1" })).code).toBe(0);
    expect(second.requests).toEqual([{ path, range: undefined }]);
    expect(await space.stored(item)).toEqual(item.bytes);
  });
});

describe("what curl may follow", () => {
  test("A redirect to another server is followed, also by a resume.", async () => {
    first.route(path, redirect(second.url("/elsewhere")));
    second.route("/elsewhere", cut(item.bytes, 40_000), whole(item.bytes));
    expect((await space.fetch(line(item, url), { STAGEX_MIRROR_GNU: first.url("/") })).code).toBe(0);
    expect(second.requests.map(({ range }) => range)).toEqual([undefined, "bytes=40000-"]);
  });

  test.each(["file:///etc/passwd", "ftp://127.0.0.1/x", "dict://127.0.0.1/x"])(
    "A redirect to %s is refused.",
    async (target) => {
      first.route(path, redirect(target));
      const { code, stderr } = await space.fetch(line(item, url), { STAGEX_MIRROR_GNU: first.url("/") });
      expect(code).toBe(1);
      expect(stderr).toContain(`redirect to ${target} refused`);
      expect(first.requests).toHaveLength(1);
    },
  );

  test("https works with a certificate that is trusted, and a redirect to https is followed.", async () => {
    secure.route(path, redirect(secure.url("/moved")));
    secure.route("/moved", whole(item.bytes));
    expect(await space.fetch(line(item, secure.url(path)), await trusted())).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("A redirect from https to http is refused.", async () => {
    secure.route(path, redirect(second.url(path)));
    second.route(path, whole(item.bytes));
    const { code, stderr } = await space.fetch(line(item, secure.url(path)), await trusted());
    expect(code).toBe(1);
    expect(stderr).toContain(`redirect to ${second.url(path)} refused`);
    expect(second.requests).toHaveLength(0);
  });

  test("A certificate that is not trusted is refused.", async () => {
    secure.route(path, whole(item.bytes));
    const { code, stderr } = await space.fetch(line(item, secure.url(path)));
    expect(code).toBe(1);
    expect(stderr).toMatch(/certificate/);
    expect(secure.requests).toHaveLength(0);
  });

  test("A plain http URL is asked only below a base that a mirror setting names.", async () => {
    first.route(path, whole(item.bytes));
    const refused = await space.fetch(line(item, first.url(path)), { STAGEX_MIRROR_GNU: second.url("/") });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${first.url(path)}: plain http is refused unless a mirror setting names it`);
    expect(first.requests).toHaveLength(0);
    expect((await space.fetch(line(item, first.url(path)), { STAGEX_MIRROR_GNU: first.url("/") })).code).toBe(0);
  });

  test("The user's curl configuration and netrc are not read.", async () => {
    await space.write(".curlrc", "user-agent = from-curlrc\nurl = file:///etc/passwd\n");
    await space.write(".netrc", "machine 127.0.0.1 login someone password secret\n");
    const seen: (string | undefined)[] = [];
    first.route(path, (request, response) => {
      seen.push(request.headers["user-agent"], request.headers.authorization);
      whole(item.bytes)(request, response);
    });
    expect((await space.fetch(line(item, url), { ...twoMirrors(), HOME: space.root })).code).toBe(0);
    expect(seen).toEqual([expect.stringMatching(/^curl\//), undefined]);
  });
});
