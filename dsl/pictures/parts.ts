import { sha256 } from "../trust/files.js";
import { codeLimit, PictureError } from "./code.js";

/** Bytes of a file in one part: whole groups of base64, so that parts can be joined as text. */
const partSize = 675;
/** Most parts that are put together. */
const partLimit = 9999;

/** What one code says: bytes that are whole, or a part of a file whose SHA-256 is `whole`. */
export interface Part {
  readonly whole: string;
  readonly number: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** Text of the codes for a file: itself where it is short and plain, or numbered lines `SHA-256 NUMBER/COUNT BASE64`. */
export function splitIntoCodes(bytes: Buffer): Buffer[] {
  if (bytes.length > 0 && bytes.length <= codeLimit && /^[\n -~]*$/.test(bytes.toString("latin1"))) return [bytes];
  const count = Math.max(1, Math.ceil(bytes.length / partSize));
  const part = (index: number): string => bytes.subarray(index * partSize, (index + 1) * partSize).toString("base64");
  return Array.from({ length: count }, (_, index) =>
    Buffer.from(`${sha256(bytes)} ${index + 1}/${count} ${part(index)}`),
  );
}

/** Reads what one code says: such a line, or base64 alone, as stock tools make it. @throws PictureError. */
export function readPart(code: Buffer): Part {
  const text = code.toString("latin1").trim();
  const [, whole, number, count, part] = /^([0-9a-f]{64}) ([1-9]\d{0,3})\/([1-9]\d{0,3}) (\S*)$/.exec(text) ?? [];
  const bytes = fromBase64(part ?? text);
  if (whole === undefined) return { whole: sha256(bytes), number: 1, count: 1, bytes };
  if (Number(number) > Number(count)) throw new PictureError(`says that it is part ${number} of ${count}`);
  return { whole, number: Number(number), count: Number(count), bytes };
}

function fromBase64(text: string): Buffer {
  const plain = text.replaceAll(/\s/g, "");
  const bytes = Buffer.from(plain, "base64");
  if (plain === "" || bytes.toString("base64") !== plain)
    throw new PictureError("holds no signature in base64", "`base64 -w 0 FILE | qrencode --8bit` makes such a code");
  return bytes;
}

/** A part, and the picture that it was in. */
export interface Found extends Part {
  readonly path: string;
}

/**
 * Puts the parts of one file together; the same part may be there twice.
 * @throws PictureError when one is missing or another file's.
 */
export function joinParts(parts: readonly Found[]): Buffer {
  const { whole, count } = parts[0]!;
  if (count > partLimit || parts.some((part) => part.count !== count))
    throw new PictureError(
      `parts of ${short(whole)} do not agree on how many there are`,
      "scan those of one run alone",
    );
  const byNumber = new Map(parts.map((part) => [part.number, part.bytes]));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !byNumber.has(number));
  if (missing.length > 0)
    throw new PictureError(
      `is one of ${count} parts of ${short(whole)}, and ${listed(missing)} missing`,
      "scan all at once",
    );
  const bytes = Buffer.concat([...byNumber].sort(([one], [other]) => one - other).map(([, part]) => part));
  if (sha256(bytes) !== whole)
    throw new PictureError(
      `parts of ${short(whole)} come to ${short(sha256(bytes))}`,
      "one of them is another file's or was changed: make and scan them again",
    );
  return bytes;
}

function listed(numbers: readonly number[]): string {
  const some = numbers.slice(0, 5).join(", ");
  const rest = numbers.length > 5 ? ` and ${numbers.length - 5} more` : "";
  return `${some}${rest} ${numbers.length === 1 ? "is" : "are"}`;
}

function short(hash: string): string {
  return `${hash.slice(0, 12)}...`;
}
