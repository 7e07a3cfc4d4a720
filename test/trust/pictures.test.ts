import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { drawFile, scanSignatures } from "../../dsl/pictures/carry.js";
import { splitIntoCodes } from "../../dsl/pictures/parts.js";
import { drawCode, readCode } from "../../dsl/pictures/code.js";
import { carry } from "../../dsl/trust/approval.js";
import { policyPayload, policySignatureDirectory } from "../../dsl/trust/anchor.js";
import { readPolicy } from "../../dsl/trust/policy.js";
import { readTrust } from "../../dsl/trust/verify.js";
import { TrustError } from "../../dsl/trust/problem.js";
import { makeGpg, now } from "./gpg.js";
import { makePolicy, makeTree, sha } from "./tree.js";

const gpg = makeGpg();
const key = gpg.makeKey("signer 1");
afterAll(() => gpg.stop());
const tree = makeTree(gpg, makePolicy([[key]], 1), ["core-a"]);
afterAll(() => tree.remove());
let usb = "";
const at = (name: string): string => join(usb, name);
beforeEach(() => {
  usb = mkdtempSync("/tmp/tq-");
  writeFileSync(at("core-a.linux-amd64.json"), tree.payload("core-a", 1_700_000_000));
});
afterEach(() => rmSync(usb, { recursive: true }));

const payload = (): Buffer => readFileSync(at("core-a.linux-amd64.json"));
const signature = (): Buffer => gpg.sign(key, payload());
const base64 = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("base64"));
/** Writes pictures of these texts and scans them. */
function scan(...codes: readonly Buffer[]): ReturnType<typeof scanSignatures> {
  codes.forEach((code, index) => writeFileSync(at(`${index + 1}.png`), drawCode(code)));
  return scanSignatures(
    codes.map((_code, index) => at(`${index + 1}.png`)),
    usb,
  );
}
/** Codes of a file that is always split. */
const partsOf = (bytes: Buffer): Buffer[] => splitIntoCodes(Buffer.concat([bytes]));
async function reason(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TrustError)) throw new Error(`a TrustError is needed, not ${String(error)}`);
  expect(error.exitCode).toBe(1);
  expect(error.message).toMatch(/:1:1 - error E503: .*/);
  return error.message;
}

describe("a payload and its signature as pictures", () => {
  test("come back byte for byte, and the signature counts on the path that every other takes", async () => {
    expect(await drawFile(at("core-a.linux-amd64.json"))).toEqual([at("core-a.linux-amd64.json.png")]);
    expect(readCode(readFileSync(at("core-a.linux-amd64.json.png")))).toEqual(payload());
    const made = signature();
    expect(await scan(base64(made))).toEqual([
      { payload: "core-a.linux-amd64.json", path: at("core-a.linux-amd64.json.gpg") },
    ]);
    expect(readFileSync(at("core-a.linux-amd64.json.gpg"))).toEqual(made);
  });
  test("a policy goes all the way", async () => {
    const file = await readPolicy(tree.root);
    const trust = await readTrust(tree.root, { trustedPolicy: file.sha256 }, new Date());
    const directory = policySignatureDirectory(1);
    const approval = { judges: [trust], subject: "policy", directory, payload: policyPayload(file), key } as const;
    await carry(approval, "policy-1", { payloads: usb });
    const [picture = ""] = await drawFile(at("policy-1.json"), at("pictures"));
    const there = readCode(readFileSync(picture));
    expect(await scan(base64(gpg.sign(key, there)))).toMatchObject([{ payload: "policy-1.json" }]);
    expect(await carry(approval, "policy-1", { signatures: usb })).toMatchObject({ done: "signed" });
  });
  test.each(["ed25519", "rsa2048", "rsa4096"])(
    "a signature by %s fits into one code",
    { timeout: 300_000 },
    async (algorithm) => {
      const made = gpg.sign(gpg.makeKey(algorithm, algorithm), payload());
      expect(await scan(base64(made))).toHaveLength(1);
      expect(readFileSync(at("core-a.linux-amd64.json.gpg"))).toEqual(made);
    },
  );
  test("several at once find their payloads, in whatever order", async () => {
    writeFileSync(at("other.json"), tree.payload("core-a", 1_700_000_001));
    const other = gpg.sign(key, readFileSync(at("other.json")));
    expect((await scan(base64(other), base64(signature()))).map((each) => each.payload)).toEqual([
      "other.json",
      "core-a.linux-amd64.json",
    ]);
  });
  test.each([
    ["1000 bytes of text", Buffer.alloc(1000, "x"), 1],
    ["1001 bytes of text", Buffer.alloc(1001, "x"), 2],
    ["bytes that are no text", Buffer.from([0, 255, 10, 13, 128]), 1],
    ["20,000 bytes", Buffer.alloc(20_000, "0123456789\n"), 30],
  ])("%s become as many pictures as they need", (_title, bytes, count) => {
    expect(splitIntoCodes(bytes)).toHaveLength(count);
    for (const code of splitIntoCodes(bytes)) expect(readCode(drawCode(code))).toEqual(code);
  });
  test("parts are put together in whatever order, and may be there twice", async () => {
    const made = Buffer.concat([signature()]);
    const [whole, half] = [sha(made), Math.ceil(made.length / 6) * 3];
    const line = (number: number, bytes: Buffer): Buffer =>
      Buffer.from(`${whole} ${number}/2 ${bytes.toString("base64")}`);
    const [one, two] = [line(1, made.subarray(0, half)), line(2, made.subarray(half))];
    await scan(two, one, two);
    expect(readFileSync(at("core-a.linux-amd64.json.gpg"))).toEqual(made);
  });
});

/** The PNG of a signature with its pixels changed. */
function repaint(change: (png: PNG) => void): Buffer {
  const png = PNG.sync.read(drawCode(base64(signature())));
  change(png);
  return PNG.sync.write(png);
}
/** The picture turned by degrees, in light that is not even, on grey. */
function photographed(png: PNG, degrees: number): PNG {
  const side = Math.ceil(png.width * 1.6);
  const turned = new PNG({ width: side, height: side });
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const [dx, dy] = [x - side / 2, y - side / 2];
      const [fromX, fromY] = [cosine * dx + sine * dy + png.width / 2, -sine * dx + cosine * dy + png.height / 2].map(
        Math.floor,
      );
      const inside = fromX! >= 0 && fromY! >= 0 && fromX! < png.width && fromY! < png.height;
      const value = inside ? png.data[(fromY! * png.width + fromX!) * 4]! : 200;
      turned.data.fill(Math.round(value * (0.6 + (0.3 * x) / side)) + 20, (y * side + x) * 4, (y * side + x) * 4 + 3);
      turned.data[(y * side + x) * 4 + 3] = 255;
    }
  return turned;
}

describe("a picture as a camera takes it", () => {
  test.each([3, 90, 177])("is read when turned by %d degrees in uneven light", (degrees) => {
    const code = base64(signature());
    const picture = PNG.sync.write(photographed(PNG.sync.read(drawCode(code)), degrees));
    expect(readCode(picture)).toEqual(code);
  });
  test("is read with a stain, and without a background", async () => {
    const stained = repaint((png) => void png.data.fill(0, png.width * 4 * 200, png.width * 4 * 200 + 60));
    const bare = repaint((png) => {
      for (let pixel = 0; pixel < png.data.length; pixel += 4)
        if (png.data[pixel] === 255) png.data.fill(0, pixel, pixel + 4);
    });
    for (const file of [stained, bare]) expect(readCode(file).length).toBeGreaterThan(100);
  });
});

/** A PNG of a size and with image data of the caller's, whatever they mean. */
function png(width: number, height: number, data: Buffer, interlace = 0): Buffer {
  const good = PNG.sync.write(new PNG({ width: 8, height: 8 }));
  const file = Buffer.concat([good.subarray(0, 33), data]);
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  file[28] = interlace;
  return file;
}

describe("what is no picture of a signature is refused by name", () => {
  const files: [string, () => Buffer, RegExp][] = [
    ["an empty file", () => Buffer.alloc(0), /1\.png:1:1 - error E503: is no PNG\nhint: save it as a PNG/],
    ["a JPEG", () => Buffer.from(`\xff\xd8\xff\xe0${"x".repeat(99)}`, "latin1"), /is no PNG\nhint: .*convert/],
    ["a signature itself", signature, /is no PNG/],
    ["a PNG cut off", () => drawCode(base64(signature())).subarray(0, 300), /is a damaged PNG/],
    ["a PNG with a flipped bit", () => flipped(), /is a damaged PNG: /],
    ["a PNG without pixels", () => png(0, 0, Buffer.alloc(0)), /is a damaged PNG|no QR code/],
    ["a bomb of pixels", () => png(60_000, 60_000, Buffer.alloc(9)), /has 60000 x 60000 pixels; at most 25000000/],
    ["a picture of 4 billion pixels a side", () => png(2 ** 32 - 1, 2 ** 32 - 1, Buffer.alloc(9)), /pixels; at most/],
    ["an interlaced PNG", () => png(8, 8, Buffer.alloc(9), 1), /is an interlaced PNG/],
    [
      "a white picture",
      () => repaint((picture) => void picture.data.fill(255)),
      /has no QR code that can be read\nhint: /,
    ],
    ["half a code", () => repaint((picture) => void picture.data.fill(255, picture.data.length / 2)), /has no QR code/],
  ];
  const flipped = (): Buffer => {
    const file = Buffer.from(drawCode(base64(signature())));
    file[100] = file[100]! ^ 1;
    return file;
  };
  test.each(files)("%s", async (_title, make, message) => {
    writeFileSync(at("1.png"), make());
    expect(await reason(scanSignatures([at("1.png")], usb))).toMatch(message);
    expect(readdirSync(usb).filter((name) => name.endsWith(".gpg"))).toEqual([]);
  });
  test("more image data than there are pixels is not unpacked", async () => {
    const before = process.memoryUsage().rss;
    writeFileSync(at("1.png"), bomb(400_000_000));
    expect(await reason(scanSignatures([at("1.png")], usb))).toMatch(/is a damaged PNG|has no QR code/);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
  test("a file that is not there, a folder, and one that is too large", async () => {
    expect(await reason(scanSignatures([at("none.png")], usb))).toContain("no such file");
    expect(await reason(scanSignatures([usb], usb))).toContain("is no file");
    execFileSync("truncate", ["-s", "100000000", at("1.png")]);
    expect(await reason(scanSignatures([at("1.png")], usb))).toContain("is 100000000 bytes long; at most 67108864");
    expect(await reason(drawFile(at("1.png")))).toContain("at most 262144");
    writeFileSync(at("empty"), "");
    expect(await reason(drawFile(at("empty")))).toContain("is empty");
  });
  const line = (whole: string, number: string, text: string): Buffer => Buffer.from(`${whole} ${number} ${text}`);
  const hash = sha("x");
  const codes: [string, () => Buffer[], RegExp][] = [
    ["the payload's own picture", () => [payload()], /holds no signature in base64\nhint: .*qrencode/],
    ["an address", () => [Buffer.from("https://example.invalid/")], /holds no signature in base64/],
    ["base64 that is cut", () => [base64(signature()).subarray(0, 101)], /holds no signature in base64/],
    ["base64 that is no message", () => [Buffer.from("aGVsbG8=")], /not an OpenPGP message\nhint: docs\/signing\.md/],
    ["armour", () => [base64(Buffer.from("-----BEGIN PGP MESSAGE-----"))], /ASCII armour/],
    ["a compressed message", () => [base64(gpg.signAs(["--local-user", key, "--sign"], payload()))], /compressed/i],
    [
      "a detached signature",
      () => [base64(gpg.signAs(["--local-user", key, "--detach-sign"], payload()))],
      /one-pass|detached/,
    ],
    [
      "a signature on something else",
      () => [base64(gpg.sign(key, "{}"))],
      /is a signature on nothing in \/tmp\/.*: '\{\}'/,
    ],
    [
      "two signatures on one payload",
      () => [base64(signature()), base64(gpg.sign(key, payload(), now() + 60))],
      /2\.png:1:1.*is a signature on core-a\.linux-amd64\.json, as .*1\.png is/,
    ],
    [
      "a part alone",
      () => partsOf(Buffer.alloc(2000, 7)).slice(1, 2),
      /is one of 3 parts of \w{12}\.\.\., and 1, 3 are missing\nhint: scan all at once/,
    ],
    ["one of many parts", () => [line(hash, "1/99", "eHh4")], /and 2, 3, 4, 5, 6 and 93 more are missing/],
    ["a part of another file in between", () => mixed(), /parts of \w{12}\.\.\. come to \w{12}/],
    [
      "parts that count differently",
      () => [line(hash, "1/2", "eHh4"), line(hash, "2/3", "eHh4")],
      /do not agree on how many/,
    ],
    ["a part beyond the last", () => [line(hash, "3/2", "eHh4")], /says that it is part 3 of 2/],
    ["a part without bytes", () => [line(hash, "1/1", "")], /holds no signature in base64/],
    ["a part number 0", () => [line(hash, "0/1", "eHh4")], /holds no signature in base64/],
  ];
  const mixed = (): Buffer[] => {
    const [one, two] = [partsOf(Buffer.alloc(1200, 1)), partsOf(Buffer.alloc(1200, 2))].map((parts) =>
      parts.map(String),
    );
    return [one![0]!, two![1]!.replace(two![1]!.slice(0, 64), one![0]!.slice(0, 64))].map((text) => Buffer.from(text));
  };
  test.each(codes)("%s", async (_title, make, message) => {
    expect(await reason(scan(...make()))).toMatch(message);
    expect(readdirSync(usb).filter((name) => name.endsWith(".gpg"))).toEqual([]);
  });
  test("one bad picture among good ones keeps all from being written", async () => {
    expect(await reason(scan(base64(signature()), payload()))).toContain("2.png");
    expect(readdirSync(usb).filter((name) => name.endsWith(".gpg"))).toEqual([]);
  });
  test("a folder without payloads, or that is none", async () => {
    const code = base64(signature());
    rmSync(at("core-a.linux-amd64.json"));
    expect(await reason(scan(code))).toMatch(/has no payloads\nhint: write them with --payloads/);
    expect(await reason(scanSignatures([at("1.png")], at("none")))).toContain("cannot be read as a folder");
  });
});

/** A PNG of 1000 x 1000 pixels whose image data unpack to far more. */
function bomb(size: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeInt32BE(crcOf(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1000, 0);
  header.writeUInt32BE(1000, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(size))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
function crcOf(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

/** Commands of docs/signing.md for the machine without a port, as they stand there. */
const commands = [
  ...(/^### By pictures\n(.*?)^## /ms.exec(readFileSync("docs/signing.md", "utf8"))?.[1] ?? "").matchAll(
    /^ {4}(.*)$/gm,
  ),
]
  .map(([, command = ""]) => command)
  .filter((command) => !command.startsWith("defs "));
const there = (lines: readonly string[]): void =>
  void execFileSync("sh", ["-euc", lines.join("\n")], {
    cwd: usb,
    env: { ...process.env, LC_ALL: "C" },
    stdio: "pipe",
  });
const tools = ["zbarimg", "qrencode"].every((tool) => spawnSync(tool, ["--version"]).status === 0);

describe.skipIf(!tools)(
  "with zbar-tools and qrencode, which this machine lacks where it is skipped, the documented commands",
  () => {
    test("take a payload there and its signature back", async () => {
      writeFileSync(at("core-zlib.linux-amd64.json"), tree.payload("core-a", 1_700_000_002));
      await drawFile(at("core-zlib.linux-amd64.json"));
      const before = readFileSync(at("core-zlib.linux-amd64.json"));
      there(commands.filter((command) => command.startsWith("zbarimg ")));
      expect(readFileSync(at("core-zlib.linux-amd64.json"))).toEqual(before);
      const made = gpg.sign(key, before);
      writeFileSync(at("core-zlib.linux-amd64.json.gpg"), made);
      there(commands.filter((command) => command.startsWith("base64 ")));
      rmSync(at("core-zlib.linux-amd64.json.gpg"));
      await scanSignatures([at("core-zlib.linux-amd64.json.gpg.png")], usb);
      expect(readFileSync(at("core-zlib.linux-amd64.json.gpg"))).toEqual(made);
    });
    const joining = commands.filter((command) => /^(for|cut|echo) /.test(command));
    test("put a long file together, and notice a missing part", async () => {
      const release = Buffer.from(
        Array.from({ length: 90 }, (_, line) => `${sha(String(line))} line ${line}\n`).join(""),
      );
      writeFileSync(at("12.json"), release);
      const pictures = await drawFile(at("12.json"));
      expect(pictures.length).toBeGreaterThan(9);
      rmSync(at("12.json"));
      there(joining);
      expect(readFileSync(at("12.json"))).toEqual(release);
      rmSync(pictures[3] ?? "");
      expect(() => there(joining)).toThrow(/FAILED|did NOT match/);
    });
    test("are all run", () => {
      expect(commands).toHaveLength(5);
    });
  },
);
