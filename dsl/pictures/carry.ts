import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readUntrusted, writeWhole } from "../trust/files.js";
import { MessageError, parseMessage } from "../trust/message.js";
import { type Found, joinParts, readPart, splitIntoCodes } from "./parts.js";
import { drawCode, PictureError, pictureLimit, readCode } from "./code.js";
import { exitCodes, fail } from "../trust/problem.js";
import { signatureLimit } from "../trust/signature.js";

/** Largest file that is drawn: more would be hundreds of pictures. */
const drawLimit = 1 << 18;

/**
 * Draws a file as one QR code, or as several numbered ones.
 * @param out directory of the pictures; beside the file by default. @returns their paths. @throws TrustError E503.
 */
export async function drawFile(file: string, out = dirname(file)): Promise<string[]> {
  const bytes = await readPlain(file, drawLimit);
  if (bytes.length === 0) return refuse(file, "is empty");
  const codes = splitIntoCodes(bytes);
  const place = (index: number): string =>
    join(out, codes.length === 1 ? `${basename(file)}.png` : `${basename(file)}.${index + 1}-of-${codes.length}.png`);
  for (const [index, code] of codes.entries()) await writeWhole(place(index), drawCode(code));
  return codes.map((_code, index) => place(index));
}

async function readPlain(path: string, limit: number): Promise<Buffer> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true) return refuse(path, stats === undefined ? "no such file" : "is no file");
  if (stats.size > limit) return refuse(path, `is ${stats.size} bytes long; at most ${limit} are taken`);
  return readFile(path).catch((error: NodeJS.ErrnoException) => refuse(path, `cannot be read (${error.code})`));
}

function refuse(path: string, message: string, hint?: string): never {
  return fail("E503", path, message, exitCodes.notMet, hint);
}

/** A signature that was scanned, and where it was put. */
export interface Scanned {
  readonly payload: string;
  readonly path: string;
}

/**
 * Reads signatures from pictures, finds the payload of `directory` that each is on, and writes it as `<payload>.gpg`. Nothing is written
 * unless all pictures are good. Whose the signatures are is for `--signatures` to judge.
 * @throws TrustError E503, which names the picture.
 */
export async function scanSignatures(pictures: readonly string[], directory: string): Promise<Scanned[]> {
  const parts: Found[] = [];
  for (const path of pictures) parts.push({ path, ...(await readPicture(path)) });
  const payloads = await readPayloads(directory);
  const scanned = new Map<string, { path: string; bytes: Buffer }>();
  for (const whole of new Set(parts.map((part) => part.whole))) {
    const own = parts.filter((part) => part.whole === whole);
    const { path } = own[0]!;
    const bytes = orRefuse(path, () => joinParts(own));
    const name = payloadOf(path, bytes, payloads, directory);
    const other = scanned.get(name);
    if (other !== undefined) refuse(path, `is a signature on ${name}, as ${other.path} is`, "scan those of one signer");
    scanned.set(name, { path, bytes });
  }
  for (const [name, { bytes }] of scanned) await writeWhole(join(directory, `${name}.gpg`), bytes);
  return [...scanned.keys()].map((payload) => ({ payload, path: join(directory, `${payload}.gpg`) }));
}

async function readPicture(path: string): Promise<ReturnType<typeof readPart>> {
  const bytes = await readPlain(path, pictureLimit);
  return orRefuse(path, () => readPart(readCode(bytes)));
}

function orRefuse<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PictureError) return refuse(path, error.message, error.hint);
    throw error;
  }
}

/** Names of the payloads in a directory, by what they say. */
async function readPayloads(directory: string): Promise<Map<string, string>> {
  const payloads = new Map<string, string>();
  const names = await readdir(directory).catch(() => refuse(directory, "cannot be read as a folder"));
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    const read = await readUntrusted(directory, name, signatureLimit);
    if ("bytes" in read) payloads.set(read.bytes.toString("latin1"), name);
  }
  if (payloads.size === 0) refuse(directory, "has no payloads", "write them with --payloads before anything is signed");
  return payloads;
}

function payloadOf(path: string, bytes: Buffer, payloads: ReadonlyMap<string, string>, directory: string): string {
  try {
    const text = parseMessage(bytes).payload.toString("latin1");
    return payloads.get(text) ?? refuse(path, `is a signature on nothing in ${directory}: '${text.slice(0, 300)}'`);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return refuse(path, error.message, "docs/signing.md has the gpg command that makes the form that is needed");
  }
}
