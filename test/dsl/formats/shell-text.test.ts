/** What shell text leaves open, as shells see it: text that is complete ends where it ends, whatever stands behind it. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leftOpen } from "../../../dsl/formats/shell-text.js";
import { repository } from "../../support/compiler.js";

const complete = [
  "echo a",
  "echo 'a b' \"c d\" \\' \\\"",
  "echo it is # what isn't shown",
  "echo a#'b'",
  "cat <<X\nit's\nX",
  "cat <<-X\n\ta\n\tX",
  "cat <<'X Y' <<\\Z\na\nX Y\nb\nZ\necho",
  "cat <<\"X\" | sed 's/a/b/' &&\n$(\nX\necho b",
  "echo $((1 << 2)) $(( (1 + 2) * (3) )) $((3*(1+2)))",
  'echo "$(echo "a\'b")" `echo "x"`',
  'echo "${a:-"b\'c"}" ${#} ${#a} $# "it\'s"',
  'echo ${a#*\'"b":"\'} "${a%\'"\'}" ${a:-\'}\'} "${a:-it\'s}"',
  "case $1 in a) echo ;; (b|c) (echo x) ;; *) echo 'd)' ;; esac",
  "if true; then case x in x) y=$(case z in z) echo 1 ;; esac) ;; esac fi",
  "(echo case) && (echo esac)",
  "f() { echo a; }\nf",
  "x=$(cat <<X\n)\nX\n)",
  "echo \\\n'a'",
  "a() (\n  echo b\n)",
];

const open: readonly (readonly [text: string, fault: RegExp])[] = [
  ["echo 'a", /a single quote/],
  ['echo "a', /a double quote/],
  ["echo \"it's", /a double quote/],
  ["echo `a", /a backquote/],
  ["echo ${a", /a parameter expansion/],
  ["echo $(a", /a parenthesis/],
  ["echo $((1 + 2)", /an arithmetic expansion/],
  ["(echo a", /leaves a parenthesis/],
  ["exit 0\n)\n(", /closes a parenthesis/],
  ["echo a )", /closes a parenthesis/],
  ["cat <<X", /here-document open, which is to end in the line 'X'/],
  ["cat <<X\na\n X", /here-document/],
  ["cat >/dev/null <<'END OF ALL'\nEND", /'END OF ALL'/],
  ["case a in a) echo 'b ;; esac", /a single quote/],
];

test.each(complete)("%j is complete", (text) => {
  expect(leftOpen(text)).toBeUndefined();
  expect(spawnSync("sh", ["-n"], { input: `${text}\n` }).status).toBe(0);
});

test.each(open)("%j leaves something open", (text, fault) => {
  expect(leftOpen(text)).toMatch(fault);
});

describe("every script of the repository is complete:", () => {
  const folder = join(repository, "scripts");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.sh$/.test(name) || /^[a-z-]+$/.test(name),
  );
  test.each(files.filter((name) => name !== "lib"))("%s", (name) => {
    expect(leftOpen(readFileSync(join(folder, name), "utf8"))).toBeUndefined();
  });
});
