import { expect, test } from "vitest";
import { notedSigners } from "../../../dsl/cli/read/signed-sources.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const [hash, key] = ["a".repeat(64), "0123456789ABCDEF0123456789ABCDEF01234567"];
const note = `${hash} ${key} 2020-01-01 tool-1.0.tar.gz\n`;

function noted(text: string): ReturnType<typeof notedSigners> {
  const root = temporaryFolder();
  writeFiles(root, { "signed-sources.txt": text });
  return notedSigners(root);
}

test("notes on signatures are read by the hash of their source", () => {
  expect([...noted(note)]).toEqual([[hash, { signer: key, day: "2020-01-01" }]]);
  expect([...noted("")]).toEqual([]);
  expect([...notedSigners(temporaryFolder())]).toEqual([]);
});

test.each([
  [
    `${note}<<<<<<< HEAD\n`,
    /^signed-sources\.txt:2: not a note of a signature: <<<<<<< HEAD; `defs sources verify --write`/,
  ],
  [note.replace("\n", "\r\n"), /:1: not a note/],
  [note.toLowerCase(), /:1: not a note/],
  [`\n${note}`, /:1: not a note/],
  [`${note}\n${note}`, /:2: not a note/],
  [`${note}${note}`, /:2: a second note on a{64}/],
])("%j is refused", (text, message) => {
  expect(() => noted(text)).toThrow(message);
});
