/** How many requests each kind of bad server gets before the next mirror is asked. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  cut,
  pause,
  serve,
  status,
  truncated,
  whole,
  wholeWithoutRange,
  wrongTotal,
  type Reply,
  type Server,
} from "../support/http.js";
import { createWorkspace, line, source, type Source, type Workspace } from "./fetch-workspace.js";

let space: Workspace;
let [bad, good]: Server[] = [];
let item: Source;
const path = "/big.tar";

beforeEach(async () => {
  [space, bad, good] = await Promise.all([createWorkspace(), serve(), serve()]);
  item = source("big.tar", 3_000_000);
});

afterEach(async () => {
  await Promise.all([bad!.close(), good!.close(), space.remove()]);
});

/** Whatever Range says, the whole length and its first bytes. */
const cutWithoutRange =
  (bytes: number): Reply =>
  (_request, response) => {
    response.writeHead(200, { "content-length": item.bytes.length });
    response.write(item.bytes.subarray(0, bytes), () => response.destroy());
  };

/** An answer to Range that begins elsewhere than asked. */
const fromElsewhere: Reply = (request, response) => {
  if (request.headers.range === undefined) return cut(item.bytes, 1_500_000)(request, response);
  response
    .writeHead(206, {
      "content-range": `bytes 0-${item.bytes.length - 1}/${item.bytes.length}`,
      "content-length": item.bytes.length,
    })
    .end(item.bytes);
};

const encoded: Reply = (_request, response) => {
  response.writeHead(200, { "content-encoding": "gzip", "content-length": 10 }).end(Buffer.alloc(10));
};

const around: Reply = (request, response) => void response.writeHead(302, { location: request.url }).end();

/** Whoever comes for the rest gets that of another file of the same size. */
const replaced: Reply = (request, response) =>
  (request.headers.range === undefined ? cut(item.bytes, 1_500_000) : whole(Buffer.alloc(3_000_000)))(
    request,
    response,
  );

/** A length that is not the file's, and as many bytes. */
const short: Reply = (_request, response) =>
  void response.writeHead(200, { "content-length": 1000 }).end(item.bytes.subarray(0, 1000));

/** Headers as some servers write them, without the blank, before a part of the file. */
const bare: Reply = (_request, response) => {
  response.socket!.end(`HTTP/1.1 200 OK\r\nContent-Length:1000\r\n\r\n${"x".repeat(1000)}`);
};

const servers: Readonly<Record<string, [reply: () => Reply, most: number]>> = {
  "cuts each answer half way and ignores Range": [() => cutWithoutRange(1_500_000), 6],
  "cuts each answer near its end and ignores Range": [() => cutWithoutRange(2_999_999), 6],
  "cuts each answer after some bytes, and resumes": [() => cut(item.bytes, 10), 3],
  "cuts each answer after some bytes, and ignores Range": [() => cutWithoutRange(10), 6],
  "refuses every range, asked for or not": [() => status(416), 1],
  "is out of service": [() => status(503), 3],
  "is asked too much": [() => status(429), 3],
  "does not know it": [() => status(404), 1],
  "forbids it": [() => status(403), 1],
  "says 200 and an error page": [() => whole(Buffer.from("<html>")), 1],
  "says 200 and a page as long as the file": [() => wholeWithoutRange(Buffer.alloc(3_000_000)), 1],
  "begins elsewhere than asked": [() => fromElsewhere, 5],
  "tells another size at each resume": [() => wrongTotal(item.bytes, 4_000_000), 2],
  "does not tell where its answer ends": [() => truncated(item.bytes, 1000), 3],
  "falls silent": [() => pause(item.bytes, 1000), 3],
  "packs the answer": [() => encoded, 1],
  "leads in a circle": [() => around, 11],
  "has another file when it is asked for the rest": [() => replaced, 4],
  "says a length that is too small": [() => short, 1],
  "says it without a blank": [() => bare, 1],
  "answers a part to whoever asks for all": [
    () => (_request, response) =>
      void response.writeHead(206, { "content-range": "bytes 0-9/3000000" }).end(item.bytes.subarray(0, 10)),
    3,
  ],
};

test.each(Object.entries(servers))(
  "A server that %s is left for the next one soon.",
  async (_name, [reply, most]) => {
    bad!.route(path, reply());
    good!.route(path, whole(item.bytes));
    const { code, stderr } = await space.fetch(line(item, "mirror://gnu/big.tar"), {
      STAGEX_MIRROR_GNU: `${bad!.url("/")} ${good!.url("/")}`,
    });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(bad!.requests.length).toBeLessThanOrEqual(most);
    expect(good!.requests.length).toBe(1);
    expect(
      createHash("sha256")
        .update((await space.stored(item))!)
        .digest("hex"),
    ).toBe(item.sha256);
  },
  30_000,
);

test("A server that cuts each answer after a megabyte, and resumes, is asked until the end.", async () => {
  const big = source("big.tar", 8_000_000);
  bad!.route(path, cut(big.bytes, 1_100_000));
  const { code } = await space.fetch(line(big, "mirror://gnu/big.tar"), { STAGEX_MIRROR_GNU: bad!.url("/") });
  expect([code, bad!.requests.length]).toEqual([0, 8]);
});
