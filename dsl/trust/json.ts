/** A value read from JSON text. Objects have no prototype, so a member named `__proto__` is only a member. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const maximumDepth = 32;
const whiteSpace = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Reads JSON (RFC 8259) strictly: a repeated member name, also one hidden by escapes, a byte-order mark, text after the
 * value and nesting deeper than 32 are errors, where JSON.parse would be silent.
 * @throws SyntaxError whose message ends in `at line L, column C`.
 */
export function parseJson(text: string): Json {
  const reader: Reader = { text, at: 0 };
  const value = readValue(reader, 0);
  skip(reader);
  if (reader.at !== text.length) throw unexpected(reader, "text after the end of the value");
  return value;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readValue(reader: Reader, depth: number): Json {
  skip(reader);
  if (depth > maximumDepth) throw unexpected(reader, `nesting deeper than ${maximumDepth}`);
  const first = reader.text[reader.at];
  if (first === "{") return readObject(reader, depth);
  if (first === "[") return readArray(reader, depth);
  return JSON.parse(match(reader)) as Json;
}

function readObject(reader: Reader, depth: number): Json {
  const object = Object.create(null) as Record<string, Json>;
  readList(reader, "}", () => {
    skip(reader);
    const start = reader.at;
    const token = match(reader);
    if (!token.startsWith('"')) throw unexpected({ ...reader, at: start }, "a member name is needed");
    const name = JSON.parse(token) as string;
    if (name in object) throw unexpected({ ...reader, at: start }, `member ${JSON.stringify(name)} is there twice`);
    skip(reader);
    if (reader.text[reader.at++] !== ":") throw unexpected({ ...reader, at: reader.at - 1 }, "':' is needed");
    object[name] = readValue(reader, depth + 1);
  });
  return object;
}

function readArray(reader: Reader, depth: number): Json {
  const array: Json[] = [];
  readList(reader, "]", () => void array.push(readValue(reader, depth + 1)));
  return array;
}

function readList(reader: Reader, close: string, readItem: () => void): void {
  reader.at += 1;
  skip(reader);
  if (reader.text[reader.at] === close) {
    reader.at += 1;
    return;
  }
  for (;;) {
    readItem();
    skip(reader);
    const separator = reader.text[reader.at];
    if (separator !== close && separator !== ",") throw unexpected(reader, `',' or '${close}' is needed`);
    reader.at += 1;
    if (separator === close) return;
  }
}

function match(reader: Reader): string {
  scalar.lastIndex = reader.at;
  const found = scalar.exec(reader.text)?.[0];
  if (found === undefined) throw unexpected(reader, "not a JSON value");
  reader.at += found.length;
  return found;
}

function skip(reader: Reader): void {
  whiteSpace.lastIndex = reader.at;
  reader.at += whiteSpace.exec(reader.text)?.[0].length ?? 0;
}

function unexpected(reader: Reader, what: string): SyntaxError {
  const before = reader.text.slice(0, reader.at).split("\n");
  return new SyntaxError(`${what} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`);
}
