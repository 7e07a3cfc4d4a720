import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emitScript } from "../../dsl/emit/script.js";
import { readPatch } from "../../dsl/formats/patch.js";
import { patchSteps } from "../../dsl/lower/patch.js";
import type { Definition } from "../../dsl/validate/definition.js";
import { temporaryFolder, writeFiles } from "../support/files.js";
import { toolFamilies, wholeTree, type ToolFamily } from "../support/tool-families.js";

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");
const head = (name: string): string => `--- a/${name}\n+++ b/${name}\n`;
const git = (name: string, lines = ""): string => `diff --git a/${name} b/${name}\n${lines}`;
const fourth = " 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n";
const one = "@@ -1 +1 @@\n-one\n+ONE\n";

/** What a patch is tried on. */
const sources = {
  "count.txt": numbers(1, 30),
  "shifted.txt": `0\n0\n${numbers(1, 30)}`,
  "twice.txt": `${numbers(1, 12)}x\n${numbers(1, 12)}`,
  "other.txt": numbers(1, 30).replace("2\n", "two\n"),
  "unended.txt": "1\n2\n3\n4\n5\n6\n7\n8",
  "blank.txt": "one\n\nthree\n",
  "dashes.txt": "-- a\n++ b\n",
  "crlf.txt": "one\r\ntwo\r\n",
  "number.txt": "1.0\n",
  "lib/conf.mk": "one\n",
  "conf.mk": "one\n",
  "lib/only/file.txt": "one\n",
  "run.sh": "one\n",
  "a b.txt": "one\n",
  "nul.bin": "1\0\n2\n3\n4\n5\n",
  "soh.txt": "1\n2\n3\n\u0001\n\u0001\u0001\n4\n5\n6\n",
  "-d/-x": "one\n",
  "-d/y": "two\n",
  $x: "one\n",
  "a;b": "one\n",
  "glob*": "one\n",
  back: "a\\nb %s & |\n",
  latin: "caf\u00e9\n1\n2\n3\n",
  "lib64/x": "one\n",
  private: "one\n",
  "read-only": "one\n",
  "login.conf": "def allow_root():\n    check()\n    return True\n\n\ndef main():\n    pass\n",
};

function source(): string {
  const folder = temporaryFolder();
  writeFiles(folder, sources);
  const modes: Readonly<Record<string, number>> = { "run.sh": 0o755, private: 0o600, "read-only": 0o444 };
  for (const name of Object.keys(sources)) chmodSync(join(folder, name), modes[name] ?? 0o644);
  linkSync(join(folder, "lib64/x"), join(folder, "hard"));
  symlinkSync("conf.mk", join(folder, "link.mk"));
  symlinkSync("lib64", join(folder, "lib32"));
  symlinkSync("nowhere", join(folder, "dangling"));
  return folder;
}

function applied(tools: ToolFamily, patch: string): { status: number | null; output: string; tree: object } {
  const [folder, patches] = [source(), join(temporaryFolder(), "patches")];
  mkdirSync(patches);
  writeFileSync(join(patches, "fix.patch"), patch, "latin1");
  const steps = patchSteps({ stage: "core", patches: ["defs/core/tool/fix.patch"] } as unknown as Definition);
  const script = emitScript([{ title: undefined, steps }])
    .replaceAll("/patches/", `${patches}/`)
    .replaceAll(/(?<=[ >])\/place/g, `${patches}/place`);
  return { ...tools.run(script, folder), tree: wholeTree(folder) };
}

/** The source after a change: the text of files, or undefined for one that is gone. */
function changed(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const tree = wholeTree(source());
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) delete tree[name];
    else if (name.endsWith("/")) tree[name] = text;
    else tree[name] = `${tree[name]?.split(" ")[0] ?? "644"} ${text}`;
  }
  return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const works: Readonly<Record<string, [patch: string, files: Readonly<Record<string, string | undefined>>]>> = {
  "a line in the middle": [
    `${head("count.txt")}@@ -1,7 +1,7 @@\n${fourth}`,
    { "count.txt": numbers(1, 30).replace("4\n", "four\n") },
  ],
  "some lines away": [
    `${head("shifted.txt")}@@ -1,7 +1,7 @@\n${fourth}`,
    { "shifted.txt": `0\n0\n${numbers(1, 30).replace("4\n", "four\n")}` },
  ],
  "the first of two places, which the patch names": [
    `${head("twice.txt")}@@ -1,7 +1,7 @@\n${fourth}`,
    { "twice.txt": `${numbers(1, 12).replace("4\n", "four\n")}x\n${numbers(1, 12)}` },
  ],
  "both places, one after the other": [
    `${head("twice.txt")}@@ -1,7 +1,7 @@\n${fourth}@@ -14,7 +14,7 @@\n${fourth}`,
    { "twice.txt": `${numbers(1, 12).replace("4\n", "four\n")}x\n${numbers(1, 12).replace("4\n", "four\n")}` },
  ],
  "a mode that stays": [`${head("run.sh")}${one}`, { "run.sh": "ONE\n" }],
  "a new file in a new folder": [
    `${git("new/file", "new file mode 100644\nindex 000..111\n")}--- /dev/null\n+++ b/new/file\n@@ -0,0 +1,2 @@\n+1\n+2\n`,
    { "new/": "755", "new/file": "1\n2\n" },
  ],
  "a deleted file": [
    `${git("conf.mk", "deleted file mode 100644\n")}--- a/conf.mk\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n`,
    { "conf.mk": undefined },
  ],
  "the good example of E214": [
    "--- a/conf.mk\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n--- /dev/null\n+++ b/new.c\n@@ -0,0 +1 @@\n+int answer = 42;\n",
    { "conf.mk": undefined, "new.c": "int answer = 42;\n" },
  ],
  "a deleted file beside others": [
    "--- a/lib/conf.mk\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n",
    { "lib/conf.mk": undefined },
  ],
  "names of two folders": [`--- tool-1.orig/conf.mk\n+++ tool-1/conf.mk\n${one}`, { "conf.mk": "ONE\n" }],
  "quilt's index": [
    `Index: tool-1/conf.mk\n===\n--- tool-1.orig/conf.mk\n+++ tool-1/conf.mk\n${one}`,
    { "conf.mk": "ONE\n" },
  ],
  "dates behind a tab": [
    `--- a/conf.mk\t2020-01-01 00:00:00 +0000\n+++ b/conf.mk\t2020-01-01 00:00:00 +0000\n${one}`,
    { "conf.mk": "ONE\n" },
  ],
  "a name with a blank": [`--- a/a b.txt\t\n+++ b/a b.txt\t\n${one}`, { "a b.txt": "ONE\n" }],
  "a message before and a signature behind": [
    `From: someone\nSubject: fix\n\n---\n conf.mk | 2 +-\n\n${git("conf.mk")}${head("conf.mk")}${one}-- \n2.39.5\n\n`,
    { "conf.mk": "ONE\n" },
  ],
  "an empty line of context that lost its blank": [
    `${head("blank.txt")}@@ -1,3 +1,3 @@\n-one\n+ONE\n\n three\n`,
    { "blank.txt": "ONE\n\nthree\n" },
  ],
  "lines that look like heads": [
    `${head("dashes.txt")}@@ -1,2 +1,2 @@\n--- a\n-++ b\n+-- c\n+++ d\n`,
    { "dashes.txt": "-- c\n++ d\n" },
  ],
  "carriage returns of the file": [
    `${head("crlf.txt")}@@ -1,2 +1,2 @@\n-one\r\n+ONE\r\n two\r\n`,
    { "crlf.txt": "ONE\r\ntwo\r\n" },
  ],
  "what is read-only": [`${head("read-only")}${one}`, { "read-only": "ONE\n" }],
  "what nobody else may read": [`${head("private")}${one}`, { private: "ONE\n" }],
  "a mode that git tells, and the file does not have": [
    `${git("conf.mk", "index 123..456 100755\n")}${head("conf.mk")}${one}`,
    { "conf.mk": "ONE\n" },
  ],
  "one of two hard links": [`${head("hard")}${one}`, { hard: "ONE\n" }],
  "a file in a folder that is a symbolic link": [`${head("lib32/x")}${one}`, { "lib64/x": "ONE\n" }],
  "a new file in a folder that is a symbolic link": [
    "--- /dev/null\n+++ b/lib32/new\n@@ -0,0 +1 @@\n+new\n",
    { "lib64/new": "new\n" },
  ],
  "names with dashes": [`${head("-d/-x")}${one}`, { "-d/-x": "ONE\n" }],
  "a deletion among names with dashes": ["--- a/-d/-x\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n", { "-d/-x": undefined }],
  "a name with a dollar sign": [`${head("$x")}${one}`, { $x: "ONE\n" }],
  "a name with a semicolon": [`${head("a;b")}${one}`, { "a;b": "ONE\n" }],
  "a name with an asterisk": [`${head("glob*")}${one}`, { "glob*": "ONE\n" }],
  "backslashes, percent and ampersand": [
    `${head("back")}@@ -1 +1 @@\n-a\\nb %s & |\n+a\\tb\\\\ %n && |\n`,
    { back: "a\\tb\\\\ %n && |\n" },
  ],
  "letters of Latin-1": [
    `${head("latin")}@@ -2,3 +2,3 @@\n-1\n+\u00ff\n 2\n 3\n`
      .replace("-2,3 +2,3", "-1,4 +1,4")
      .replace("-1\n+", " caf\u00c3\u00a9\n-1\n+"),
    {
      latin: "caf\u00c3\u00a9\n\u00ff\n2\n3\n",
    },
  ],
  "the letter that ends a record": [
    `${head("soh.txt")}@@ -2,5 +2,5 @@\n 2\n 3\n-\u0001\n+x\n \u0001\u0001\n 4\n`,
    { "soh.txt": "1\n2\n3\nx\n\u0001\u0001\n4\n5\n6\n" },
  ],
  "a head of a hunk with more behind it": [
    `${head("conf.mk")}@@ -1 +1 @@ int f(void) { // @@ -9 +9 @@\n-one\n+ONE\n`,
    { "conf.mk": "ONE\n" },
  ],
  "what svn says behind": [
    `${head("conf.mk")}${one}\nProperty changes on: conf.mk\n____\nAdded: svn:executable\n   + *\n`,
    { "conf.mk": "ONE\n" },
  ],
  "what diff -r says": [
    `Only in a: z\ndiff -ru a/conf.mk b/conf.mk\n${head("conf.mk")}${one}Only in b: y\n`,
    { "conf.mk": "ONE\n" },
  ],
  "no line feed behind the last line of the patch": [`${head("conf.mk")}${one}`.slice(0, -1), { "conf.mk": "ONE\n" }],
  "before an end without line feed": [
    `${head("unended.txt")}@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n`,
    { "unended.txt": "one\n2\n3\n4\n5\n6\n7\n8" },
  ],
};

const fails: Readonly<Record<string, [patch: string, message: RegExp]>> = {
  "context that differs (fuzz)": [`${head("other.txt")}@@ -1,7 +1,7 @@\n${fourth}`, /other\.txt: does not fit/],
  "an equal body under another name": [
    `${head("login.conf")}@@ -1,3 +1,3 @@\n def allow_guest():\n     check()\n-    return True\n+    return False\n`,
    /login\.conf: does not fit/,
  ],
  "the second of two places": [
    `${head("twice.txt")}@@ -14,7 +14,7 @@\n${fourth}`,
    /twice\.txt: fits in 2 places; give it more lines of context/,
  ],
  "two places, neither of which it names": [`${head("twice.txt")}@@ -7,7 +7,7 @@\n${fourth}`, /fits in 2 places/],
  "a change without context": [`${head("count.txt")}@@ -4 +4 @@\n-4\n+four\n`, /does not fit/],
  "the beginning of a file elsewhere": [
    `${head("count.txt")}@@ -4,4 +4,4 @@\n-4\n+four\n 5\n 6\n 7\n`,
    /count\.txt: does not fit/,
  ],
  "the end of a file elsewhere": [`${head("count.txt")}@@ -1,4 +1,4 @@\n 1\n 2\n 3\n-4\n+four\n`, /does not fit/],
  "blanks that differ": [`${head("conf.mk")}@@ -1 +1 @@\n-one \n+ONE\n`, /does not fit/],
  "an equal number": [`${head("number.txt")}@@ -1 +1 @@\n-1\n+2\n`, /does not fit/],
  "an end without line feed": [`${head("unended.txt")}@@ -5,4 +5,4 @@\n 5\n 6\n 7\n-8\n+eight\n`, /does not fit/],
  "what is applied already": [`${head("conf.mk")}@@ -1 +1 @@\n-zero\n+one\n`, /does not fit/],
  "a new file that is there": ["--- /dev/null\n+++ b/conf.mk\n@@ -0,0 +1 @@\n+new\n", /conf\.mk: is there already/],
  "a file that is not there": [`${head("none.mk")}${one}`, /none\.mk: no such file/],
  "a symbolic link": [`${head("link.mk")}${one}`, /link\.mk: is a symbolic link/],
  "a dangling symbolic link that a file would replace": [
    "--- /dev/null\n+++ b/dangling\n@@ -0,0 +1 @@\n+new\n",
    /dangling: is a symbolic link/,
  ],
  "NUL bytes that one program drops": [
    `${head("nul.bin")}@@ -3,3 +3,3 @@\n 3\n 4\n-5\n+five\n`,
    /nul\.bin: holds NUL bytes/,
  ],
  "the beginning of a file, deleted as all of it": [
    "--- a/count.txt\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n",
    /count\.txt: does not fit/,
  ],
  "the last file of a folder": [
    "--- a/lib/only/file.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n",
    /lib\/only: would be empty/,
  ],
};

const refused: Readonly<Record<string, [patch: string, fault: RegExp, line: number]>> = {
  "a new mode": [
    `${git("run.sh", "old mode 100644\nnew mode 100755\n")}${head("run.sh")}${one}`,
    /changes the mode/,
    2,
  ],
  "a mode alone": [git("run.sh", "old mode 100644\nnew mode 100755\n"), /changes the mode/, 2],
  "a new executable file": [
    `${git("n", "new file mode 100755\n")}--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n`,
    /changes the mode/,
    2,
  ],
  "a new symbolic link": [
    `${git("n", "new file mode 120000\n")}--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n`,
    /symbolic link/,
    2,
  ],
  "a changed symbolic link": [`${git("n", "index 000..111 120000\n")}${head("n")}${one}`, /symbolic link/, 2],
  "a deleted symbolic link": [`${git("n", "deleted file mode 120000\n")}${head("n")}${one}`, /symbolic link/, 2],
  "a submodule": [`${git("n", "index 000..111 160000\n")}${head("n")}${one}`, /submodule/, 2],
  "an empty file that is made": [git("n", "new file mode 100644\nindex 000..111\n"), /without a line of text/, 1],
  "an empty file beside others": [
    `${git("n", "new file mode 100644\nindex 000..111\n")}${git("conf.mk")}${head("conf.mk")}${one}`,
    /without a line of text/,
    1,
  ],
  "a file that is emptied": [`${head("conf.mk")}@@ -1 +0,0 @@\n-one\n`, /fills or empties/, 3],
  "a last line without line feed": [
    `${head("unended.txt")}@@ -5,4 +5,4 @@\n 5\n 6\n 7\n-8\n\\ No newline at end of file\n+eight\n`,
    /no line feed ends/,
    8,
  ],
  "a new file without line feed": [
    "--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n",
    /no line feed ends/,
    5,
  ],
  "names without a/ and b/": [`--- lib/conf.mk\n+++ lib/conf.mk\n${one}`, /-p1 drops the first folder/, 1],
  "one name without its prefix": [`--- a/lib/conf.mk\n+++ lib/conf.mk\n${one}`, /-p1 drops the first folder/, 1],
  "a copy beside the file": [`--- lib/conf.mk.orig\n+++ lib/conf.mk\n${one}`, /-p1 drops the first folder/, 1],
  "names without a folder": [`--- conf.mk\n+++ conf.mk\n${one}`, /without a folder/, 1],
  "a deletion without a/": ["--- lib/conf.mk\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n", /-p1 drops the first folder/, 1],
  "a new file without b/": ["--- /dev/null\n+++ lib/n\n@@ -0,0 +1 @@\n+one\n", /-p1 drops the first folder/, 1],
  "git's --no-prefix": [`diff --git lib/conf.mk lib/conf.mk\n--- lib/conf.mk\n+++ lib/conf.mk\n${one}`, /-p1 drops/, 2],
  "a name in quotes": [`--- "a/\\303\\274"\n+++ "b/\\303\\274"\n${one}`, /letters that not every/, 1],
  "a date without a tab": [`--- a/conf.mk 2020-01-01\n+++ b/conf.mk 2020-01-01\n${one}`, /blank that no tab ends/, 1],
  "the date of no file": [`--- a/conf.mk\t1970-01-01 00:00:00 +0000\n+++ b/conf.mk\n${one}`, /date of a file/, 1],
  "a wrong index": [`Index: tool/lib/conf.mk\n--- a/conf.mk\n+++ b/conf.mk\n${one}`, /names two files/, 2],
  "a prerequisite": [`Prereq: 7\n${head("conf.mk")}${one}`, /asks for a word/, 1],
  "a context diff": ["*** a/x\n--- b/x\n***************\n*** 1 ****\n! one\n--- 1 ----\n! ONE\n", /another form/, 1],
  "an ed script": ["1c\nONE\n.\n", /another form/, 1],
  "a diff in a message": [`text:\n    --- a/x\n    +++ b/x\n${head("conf.mk")}${one}`, /behind blanks/, 2],
  "more lines than it says": [`${head("conf.mk")}${one} more\n`, /more lines in a hunk/, 6],
  "fewer lines than it says": [`${head("conf.mk")}@@ -1,3 +1,3 @@\n-one\n+ONE\n`, /fewer lines in a hunk/, 3],
  "hunks out of order": [
    `${head("count.txt")}@@ -9,2 +9,2 @@\n-9\n+n\n 10\n@@ -1,2 +1,2 @@\n-1\n+o\n 2\n`,
    /out of order/,
    7,
  ],
  "one file twice": [`${head("conf.mk")}${one}${head("conf.mk")}@@ -1 +1 @@\n-ONE\n+x\n`, /twice/, 6],
  "a hunk that changes nothing": [`${head("conf.mk")}@@ -1 +1 @@\n one\n`, /changes nothing/, 3],
  "a name and no hunk": [head("conf.mk"), /changes nothing in it/, 3],
  "an index of a file that is not there": [
    `${git("conf.mk", "index 0000000..1234567 100644\n")}${head("conf.mk")}${one}`,
    /says by its index/,
    3,
  ],
  "an index of a file that goes": [
    `${git("conf.mk", "index 1234567..0000000\n")}${head("conf.mk")}${one}`,
    /says by its index/,
    3,
  ],
  "a file called -": [`${head("-")}${one}`, /read as their input/, 1],
  "a byte order mark": [`\u00ef\u00bb\u00bf${head("conf.mk")}${one}`, /lacks the line `---`/, 2],
  "a path outside": [`--- a/../x\n+++ b/../x\n${one}`, /outside the source/, 1],
};

const families = toolFamilies.filter(({ here }) => here);

describe.each(families)("a patch, with the tools of $name,", (tools) => {
  test.each(Object.entries(works))("applies: %s", (_, [patch, files]) => {
    expect(readPatch(patch)).toHaveProperty("files");
    const { output, status, tree } = applied(tools, patch);
    expect([status, tree], output).toEqual([0, changed(files)]);
  });

  test.each(Object.entries(fails))("ends the build: %s", (_, [patch, message]) => {
    expect(readPatch(patch)).toHaveProperty("files");
    const { output, status, tree } = applied(tools, patch);
    expect(output).toMatch(message);
    expect([status, tree]).toEqual([1, changed({})]);
  });
});

test.each(Object.entries(refused))("a patch is refused: %s", (_, [patch, fault, line]) => {
  expect(readPatch(patch)).toEqual({ line, fault: expect.stringMatching(fault), hint: expect.any(String) });
});
