/** What hex0 makes of an input; `bytes` is what has been written when it ends, also when it ends in an error. */
export type Hex0Result =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: Hex0Error; readonly offset: number; readonly bytes: Uint8Array };

/** `stray byte`: neither digit, comment nor white space. `odd digit`: not followed at once by a second digit. */
export type Hex0Error = "stray byte" | "odd digit";

const TAB = 0x09;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const SEMICOLON = 0x3b;

/** The value of a hexadecimal digit, upper or lower case, or undefined for any other byte or the end of the input. */
function digit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x41 + 10;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x61 + 10;
  return undefined;
}

/** The offset just behind a comment that starts at `offset`; a comment may end with the input. */
function behindComment(input: Uint8Array, offset: number): number {
  const newline = input.indexOf(NEWLINE, offset);
  return newline < 0 ? input.length : newline + 1;
}

/**
 * The reference hex0: turns pairs of hexadecimal digits into bytes.
 *
 * The language is defined in docs/bootstrap.md. An error carries the offset, in bytes from 0, of the stray byte or of
 * the first digit of the broken pair.
 */
export function hex0(input: Uint8Array): Hex0Result {
  const bytes: number[] = [];
  const failure = (error: Hex0Error, offset: number): Hex0Result => ({ ok: false, error, offset, bytes: Uint8Array.from(bytes) });
  let offset = 0;
  while (offset < input.length) {
    const byte = input[offset];
    if (byte === SPACE || byte === NEWLINE || byte === TAB) {
      offset += 1;
    } else if (byte === HASH || byte === SEMICOLON) {
      offset = behindComment(input, offset);
    } else {
      const high = digit(byte);
      if (high === undefined) return failure("stray byte", offset);
      const low = digit(input[offset + 1]);
      if (low === undefined) return failure("odd digit", offset);
      bytes.push(high * 16 + low);
      offset += 2;
    }
  }
  return { ok: true, bytes: Uint8Array.from(bytes) };
}
