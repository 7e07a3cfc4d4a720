import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codes } from "../../dsl/report/codes.js";
import { warnings as allWarnings } from "../../dsl/validate/lints.js";
import { defs, mistakes, repository, warnings } from "../support/compiler.js";
import { foldersIn, temporaryFolder, updating } from "../support/files.js";

const samples = join(repository, "test/errors");
const pages = join(repository, "docs/errors");
const names = foldersIn(samples);

describe("error samples", () => {
  test.concurrent.for(names)("%s is reported as expected.txt says", async (name, { expect, onTestFinished }) => {
    const root = temporaryFolder({ from: join(samples, name), onTestFinished });
    const shown = await report(root, name);
    const file = join(samples, name, "expected.txt");
    if (updating) writeFileSync(file, shown);
    expect(shown).toBe(readFileSync(file, "utf8"));
  });

  test.each(names)("%s shows the code that it is named after, with a place in a file of the sample", (name) => {
    const text = readFileSync(join(samples, name, "expected.txt"), "utf8");
    const [, code] = /^([A-Z]+\d+)-/.exec(name)!;
    const places = [...text.matchAll(/^(\S+):(\d+):(\d+) - (?:error|warning) (\w+): /gm)];
    expect(places.map(([, , , , found]) => found)).toContain(code);
    for (const [, file, line, column] of places)
      if (existsSync(join(samples, name, file!))) expectPlace(join(samples, name, file!), Number(line), Number(column));
  });
});

/** A sample may have a prepare.ts. A tree with generated files is asked whether they are current; any other is only checked. */
async function report(root: string, name: string): Promise<string> {
  const preparation = join(samples, name, "prepare.ts");
  if (existsSync(preparation))
    await ((await import(preparation)) as { prepare: (root: string) => unknown }).prepare(root);
  if (name.startsWith("W")) return await warnings(root);
  if (!existsSync(join(root, "generated"))) return (await mistakes(root)) ?? "no mistake was reported\n";
  const { stdout, stderr } = await defs(root, ["compile", "--frozen"], { stripFinalNewline: false });
  return `${stdout}${stderr}`;
}

function expectPlace(path: string, line: number, column: number): void {
  const text = readFileSync(path, "utf8").split("\n")[line - 1];
  expect(text, `${path} has no line ${line}`).toBeDefined();
  expect(column, `${path}:${line} has no column ${column}`).toBeLessThanOrEqual(text!.length + 1);
}

describe("the catalogue of errors", () => {
  const titles = new Map<string, string>([
    ...Object.entries(codes),
    ...allWarnings.map(({ code, title }): [string, string] => [code, title]),
  ]);
  const ours = [...titles.keys()];

  // Mistakes in keys, signatures and policies (E5xx) are no definitions: test/trust has them. Those in evidence (E6xx) are in test/dsl/evidence. What goes wrong while one is written (E7xx) is in test/dsl/author, what is wrong
  // with built images (E8xx) in test/dsl/prove.
  test("every code of the compiler has an error sample", () => {
    expect(ours.filter((code) => !/^E[5678]/.test(code) && !names.some((name) => name.startsWith(`${code}-`)))).toEqual(
      [],
    );
  });

  test("every code has a page, and every page a code", () => {
    expect(readdirSync(pages).sort()).toEqual(ours.map((code) => `${code}.md`).sort());
  });

  test.each(ours)("the page of %s starts with its code and meaning, and shows an example", (code) => {
    const page = readFileSync(join(pages, `${code}.md`), "utf8");
    expect(page.split("\n")[0]).toBe(`# ${code}: ${titles.get(code)}`);
    expect(page).toMatch(/^(?:```| {4})/m);
  });

  test.each(allWarnings.map((warning) => [warning.code, warning] as const))(
    "the page of %s is that of its lint",
    (code, { title, page }) => expectText(join(pages, `${code}.md`), `# ${code}: ${title}\n\n${page}\n`),
  );

  test("the table of warnings is that of the lints", () => {
    const file = join(repository, "docs/lints.md");
    const rows = allWarnings.map(
      ({ code, about, finds }) => `| [${code}](errors/${code}.md) | ${about} | ${finds} |\n`,
    );
    const text = readFileSync(file, "utf8");
    expectText(file, text.replace(/(?:^\| \[W\d+\].*\n)+/m, rows.join("")));
  });
});

/** What a file says, or is made to say with UPDATE=1. */
function expectText(file: string, text: string): void {
  if (updating) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
}
