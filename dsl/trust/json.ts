/** A value read from JSON text. Objects have no prototype, so a member named `__proto__` is only a member. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const maximumDepth = 32;
const whiteSpace = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What is demanded of JSON text beyond being right, so that a reader that knows less than this one reads the same. */
export interface JsonForm {
  /** Member names are letters, digits and `-` only. */
  readonly plainNames?: true;
  /** No string has an escape and every number is an integer without fraction or exponent. */
  readonly plainValues?: true;
  /** The same for the values of these members. */
  readonly plainMembers?: ReadonlySet<string>;
}

/** The form in which one text has one reading everywhere: names and values as they stand there. */
export const plainJson: JsonForm = { plainNames: true, plainValues: true };

/**
 * Reads JSON (RFC 8259) strictly: a repeated member name, also one hidden by escapes, a byte-order mark, text after the
 * value and nesting deeper than 32 are errors, where JSON.parse would be silent.
 * @throws SyntaxError whose message ends in `at line L, column C`.
 */
export function parseJson(text: string, form: JsonForm = {}): Json {
  const reader: Reader = { text, at: 0, form };
  const value = readValue(reader, 0);
  skip(reader);
  if (reader.at !== text.length) throw unexpected(reader, "text after the end of the value");
  return value;
}

interface Reader {
  readonly text: string;
  readonly form: JsonForm;
  at: number;
}

function readValue(reader: Reader, depth: number): Json {
  skip(reader);
  if (depth > maximumDepth) throw unexpected(reader, `nesting deeper than ${maximumDepth}`);
  const first = reader.text[reader.at];
  if (first === "{") return readObject(reader, depth);
  if (first === "[") return readArray(reader, depth);
  const start = reader.at;
  const token = match(reader);
  if (reader.form.plainValues === true) refuseUnplain({ ...reader, at: start }, token);
  return JSON.parse(token) as Json;
}

function refuseUnplain(reader: Reader, text: string): void {
  if (text.includes("\\")) throw unexpected(reader, "escapes in strings are not accepted here");
  if (/^-?\d/.test(text) && !/^-?\d+$/.test(text)) throw unexpected(reader, "an integer is needed");
}

function readObject(reader: Reader, depth: number): Json {
  const object = Object.create(null) as Record<string, Json>;
  readList(reader, "}", () => {
    skip(reader);
    const start = reader.at;
    const token = match(reader);
    if (!token.startsWith('"')) throw unexpected({ ...reader, at: start }, "a member name is needed");
    const name = JSON.parse(token) as string;
    if (reader.form.plainNames === true && !/^"[A-Za-z][A-Za-z0-9-]*"$/.test(token))
      throw unexpected({ ...reader, at: start }, `member name ${token} is not letters, digits and '-'`);
    if (name in object) throw unexpected({ ...reader, at: start }, `member ${JSON.stringify(name)} is there twice`);
    skip(reader);
    if (reader.text[reader.at++] !== ":") throw unexpected({ ...reader, at: reader.at - 1 }, "':' is needed");
    object[name] = readMember(reader, name, depth + 1);
  });
  return object;
}

function readMember(reader: Reader, name: string, depth: number): Json {
  if (reader.form.plainMembers?.has(name) !== true) return readValue(reader, depth);
  // An object of its own would not share the position.
  const inner: Reader = { text: reader.text, at: reader.at, form: { ...reader.form, plainValues: true } };
  const value = readValue(inner, depth);
  reader.at = inner.at;
  return value;
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
