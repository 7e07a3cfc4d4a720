import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoteEnv, quoteExec, quoteMake, quoteShell } from "../../dsl/emit/quote.js";
import { temporaryFolder } from "../support/files.js";

/** What has broken quoting somewhere, and hundreds of random words; one process reads them all. */
const nasty = [
  "",
  " ",
  "'",
  "''",
  '"',
  "\\",
  "\\\\",
  "$",
  "$HOME",
  "${x}",
  "$(id)",
  "`id`",
  "!",
  "!!",
  "*",
  "?",
  "[a]",
  "{a,b}",
  "~",
  "~root",
  "#",
  "a#b",
  ";",
  "&",
  "|",
  "<",
  ">",
  "(",
  ")",
  "\t",
  "\n",
  "a\nb",
  "\r",
  "-n",
  "-e",
  "--",
  "=",
  "a=b",
  "a=",
  "=b",
  "a=$b",
  "--cc=a b",
  "--x='",
  "CC=cc -m32",
  "%s",
  "%",
  "\u0001",
  "\u007f",
  "é",
  "日本",
  "😀",
  "a=b=c d",
  "x\\\ny",
  "\\n",
];
const word = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."ab=-\"'\\$`!*?[]{}()<>|&;#~% \t\n") }),
  fc.string({ unit: "binary-ascii" }),
);
const words = (): string[] => [...nasty, ...fc.sample(word, 600)].filter((text) => !text.includes("\0"));

describe("quoting for the shell", () => {
  test("brings every word through a real sh unchanged", async () => {
    const all = words();
    const { stdout } = await execa("sh", [], {
      input: `set -eu\nprintf '%s\\0' ${all.map(quoteShell).join(" \\\n    ")}\n`,
      env: { LC_ALL: "C" },
    });
    expect(stdout.split("\0").slice(0, -1)).toEqual(all);
  });

  test("leaves ordinary flags as one writes them by hand", () => {
    for (const flag of ["--prefix=/usr", "-O2", "CC=gcc", "DESTDIR=/rootfs", "+x", "a,b:c@d%e^f"])
      expect(quoteShell(flag)).toBe(flag);
    expect(quoteShell("CFLAGS=-O2 -g")).toBe("CFLAGS='-O2 -g'");
  });
});

describe("quoting for ENV", () => {
  test("gives back every value to a reader of double quotes", async () => {
    // A definition's values are one line; the shell's double quotes differ from ENV's only in the backtick.
    const all = words().filter((text) => !/\p{Cc}/u.test(text));
    const program = all.map((text) => `printf '%s\\0' ${quoteEnv(text).replaceAll("`", "\\`")}`).join("\n");
    const { stdout } = await execa("sh", [], { input: `${program}\n`, env: { LC_ALL: "C" } });
    expect(stdout.split("\0").slice(0, -1)).toEqual(all);
  });

  test("stays on its line and ends its quotes", () => {
    fc.assert(
      fc.property(
        word.filter((text) => !/\p{Cc}/u.test(text)),
        (text) => {
          expect(quoteEnv(text)).toMatch(/^(?:[A-Za-z0-9@%_+=:,./-]+|"(?:[^"\\$]|\\["\\$])*")$/u);
        },
      ),
    );
  });
});

describe("the JSON form of arguments", () => {
  test("is one line of JSON that says the same", () => {
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        const text = quoteExec(argv);
        expect(JSON.parse(text)).toEqual(argv);
        expect(text).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

describe("quoting for make", () => {
  const letters = "abzAZ09._+-@,^/$#";
  const name = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 }).map((text) => `t${text}`);

  test("brings every name through a real make unchanged", async () => {
    const names = [
      ...new Set(
        ["t$", "t$$", "t$(id)", "t#", "t#a", "t$#", "t.a-b_c+d", ...fc.sample(name, 300)].filter(
          (text) => !/[()]/.test(text),
        ),
      ),
    ];
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "Makefile"),
      `all: ${names.map(quoteMake).join(" ")}\n${names.map((text) => `${quoteMake(text)}: ; $(info $@)\n`).join("")}`,
    );
    const { stdout } = await execa("make", ["-rR", "--no-print-directory", "all"], { cwd: folder });
    expect(
      stdout
        .split("\n")
        .filter((line) => line.startsWith("t"))
        .sort(),
    ).toEqual([...names].sort());
  });

  test("refuses what make would read as more than a name", () => {
    for (const text of [
      "a b",
      "a\tb",
      "a\nb",
      "a:b",
      "a;b",
      "a|b",
      "a\\b",
      "a%b",
      "a=b",
      "~a",
      "a*",
      "a?",
      "a[b]",
      "a(b)",
      "a&",
      "",
      "a'b",
    ])
      expect(() => quoteMake(text), text).toThrow("not a name");
  });
});
