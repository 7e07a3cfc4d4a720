import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatDefinition } from "../../../dsl/author/format.js";
import { DiagnosticsError } from "../../../dsl/report/diagnostic.js";
import { compileTree, defs, repository } from "../../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../../support/files.js";

const file = "defs/core/tool.ts";

const untidy = `// The licence of this file.

// Why base comes from elsewhere.
import { base } from '../bootstrap/base.js';
import { make, definePackage, sh } from "#dsl"


const version = '1.0'; // upstream's
export const tool = definePackage({
    // Two lines about
    // the build.
    build: make({ after: { install: sh\`
      printf '%s'   "x"   
    \` } }),
  provides: [ 'tool', "awk", ...["b", 'a'] ], // what it brings
  tests: [["tool"], { flags: ['-ltool'], program: "test.c" }],
  name: "core-tool",
  /* kept */ version, description: "Example of a tool",
  sources: [ { sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", /* where */ url: \`https://example.org/tool-\${version}.tar\` } ],
  base,
  license: 'ISC',
  website: "https://example.org"
  // The end.
})
`;

const tidy = `// The licence of this file.

import { definePackage, make, sh } from "#dsl";
// Why base comes from elsewhere.
import { base } from "../bootstrap/base.js";

const version = "1.0"; // upstream's
export const tool = definePackage({
  name: "core-tool",
  /* kept */ version, description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ /* where */ url: \`https://example.org/tool-\${version}.tar\`, sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  base,
  provides: ["a", "awk", ...["b", "tool"]], // what it brings
  // Two lines about
  // the build.
  build: make({
    after: {
      install: sh\`
      printf '%s'   "x"   
    \` },
  }),
  tests: [["tool"], { program: "test.c", flags: ["-ltool"] }],
  // The end.
});
`;

describe("formatDefinition", () => {
  test("puts fields, lists and imports in order and keeps each comment where it belongs", () => {
    expect(formatDefinition(file, untidy)).toBe(tidy);
  });

  test("leaves alone what it has formatted", () => {
    expect(formatDefinition(file, tidy)).toBe(tidy);
  });

  test.each(["\n", "\r\n"])("loses no word and no comment, wherever they stand (line end %j)", (end) => {
    const text = [
      '/* head */ import { gnu, definePackage /* a */ } from "#dsl"; // import',
      "// before",
      "export const tool = definePackage({ // open",
      '  version: "1.2", name: "core-tool", // both',
      '  /* one */ license: "ISC", /* two */ description: \'A "tool"\',',
      "  base // no comma yet",
      '  , sources: [{ sha256: "", url: gnu("x") /* where */ }], // all',
      "  // alone",
      "",
      "  website,",
      "  // end",
      "}) // tail",
      "/* foot */",
    ];
    const formatted = formatDefinition(file, text.join(end));
    for (const comment of [
      "/* head */",
      "/* a */",
      "// import",
      "// before",
      "// open",
      "// both",
      "/* one */",
      "/* two */",
      "// no comma yet",
      "/* where */",
      "// all",
      "// alone",
      "// end",
      "// tail",
      "/* foot */",
    ]) {
      expect(formatted.split(comment), comment).toHaveLength(2);
    }
    expect(formatted).toContain("definePackage({ // open\n");
    expect(formatted).not.toContain("\r");
    expect(formatDefinition(file, formatted)).toBe(formatted);
  });

  test("moves no field past a spread, because the later one counts", () => {
    const text =
      'export const tool = definePackage({\n  version: "1",\n  name: "core-tool",\n  ...shared,\n  license: "MIT",\n  description: "Example",\n});\n';
    expect(formatDefinition(file, text)).toBe(
      'export const tool = definePackage({\n  name: "core-tool",\n  version: "1",\n  ...shared,\n  description: "Example",\n  license: "MIT",\n});\n',
    );
  });

  test("sorts no list that holds a comment, a computed member, or whose order counts", () => {
    const text =
      'export const tool = definePackage({\n  patches: ["b.patch", "a.patch"],\n  buildDeps: [z, a],\n  provides: ["z", /* first */ "a"],\n  setuid: ["/z", first],\n});\n';
    expect(formatDefinition(file, text)).toBe(text);
  });

  test("refuses text that is no TypeScript, with the place", () => {
    expect(() => formatDefinition(file, "export const = 1;\n")).toThrow(DiagnosticsError);
  });

  test("leaves every definition of the repository as it is", () => {
    for (const root of ["defs", "test/skeleton/defs", "test/recipes/defs"])
      for (const [path, text] of readFiles(join(repository, root)))
        if (path.endsWith(".ts")) expect(formatDefinition(path, text), path).toBe(text);
  });

  const samples = readdirSync(join(repository, "test/samples"));
  test.each(samples)(
    "changes nothing of what the sample %s says but the order of lists that have none",
    async (name) => {
      const root = temporaryFolder({ from: join(repository, "test/samples", name) });
      const before = await compileTree(root);
      for (const [path, text] of readFiles(join(root, "defs")))
        if (path.endsWith(".ts")) {
          const once = formatDefinition(path, text);
          expect(formatDefinition(path, once)).toBe(once);
          writeFiles(root, { [`defs/${path}`]: once });
        }
      expect(sorted((await compileTree(root)).graph.definitions)).toEqual(sorted(before.graph.definitions));
    },
  );
});

/** Definitions with the lists that have no order sorted. */
function sorted(definitions: ReadonlyMap<string, object>): unknown[] {
  return [...definitions.values()].map((definition) =>
    Object.fromEntries(
      Object.entries(definition).map(([key, value]: [string, unknown]) => [
        key,
        ["aliases", "platforms", "files", "licenseFiles", "provides", "setuid"].includes(key)
          ? [...(value as string[])].sort()
          : key === "build"
            ? cut(value)
            : value,
      ]),
    ),
  );
}

/** The files of an output are such a list, too. */
function cut(build: unknown): unknown {
  const { files, ...rest } = { ...(build as { files?: string[] }) };
  return files === undefined ? rest : { ...rest, files: [...files].sort() };
}

describe("defs fmt", () => {
  const other =
    'import { definePackage, hostSeed } from "#dsl";\n\nexport const base = definePackage({ name: "bootstrap-base", version: "12", description: "Base", license: "ISC", website: "https://example.org", build: hostSeed("debian-bookworm-gcc") });\n';
  const tree = (): string => {
    const root = temporaryFolder();
    writeFiles(root, { [file]: untidy, "defs/bootstrap/base.ts": other });
    return root;
  };

  test("rewrites what is untidy, and only that", async () => {
    const root = tree();
    const { stdout, exitCode } = await defs(root, ["fmt"]);
    expect([stdout, exitCode]).toEqual([`${file}\nformatted 2 definitions: 1 changed`, 0]);
    expect(readFileSync(join(root, file), "utf8")).toBe(tidy);
    expect((await defs(root, ["fmt"])).stdout).toBe("formatted 2 definitions: 0 changed");
  });

  test("--check writes nothing, shows the difference and ends with 1", async () => {
    const root = tree();
    const { stdout, stderr, exitCode } = await defs(root, ["fmt", "--check"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`--- a/${file}`);
    expect(stderr).toMatch(/^defs\/core\/tool\.ts:3:1 - error E704: /);
    expect(readFileSync(join(root, file), "utf8")).toBe(untidy);
    expect((await defs(root, ["fmt", "--check", "bootstrap-base"])).exitCode).toBe(0);
  });

  test("writes none when one is no TypeScript, and suggests the name that was meant", async () => {
    const root = tree();
    writeFiles(root, { "defs/bootstrap/base.ts": "export const = 1;\n" });
    const { stderr, exitCode } = await defs(root, ["fmt"]);
    expect([exitCode, stderr.split("\n")[0]]).toEqual([
      1,
      expect.stringMatching(/^defs\/bootstrap\/base\.ts:1:14 - error TS\d+: /),
    ]);
    expect(readFileSync(join(root, file), "utf8")).toBe(untidy);
    const unknown = await defs(root, ["fmt", "core-tol"]);
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining("did you mean 'core-tool'?")]);
  });
});
