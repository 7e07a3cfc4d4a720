import type { $ZodIssue } from "zod/v4/core";
import type { LoadedDefinition } from "../load/load.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import { nestedKeys, packageSchema, palletSchema, type Parsed } from "./schema.js";

/** Checks the form of one exported value; every departure is reported at its own path. */
export function parseDefinition(loaded: LoadedDefinition): { parsed?: Parsed; diagnostics: Diagnostic[] } {
  const schema = loaded.value["kind"] === "pallet" ? palletSchema : packageSchema;
  const result = schema.safeParse(loaded.value);
  // The schema checks and changes nothing; the value itself has the same order of keys whether it was checked now or earlier.
  if (result.success) return { parsed: loaded.value as Parsed, diagnostics: [] };
  return {
    diagnostics: result.error.issues.flatMap((issue) => issueDiagnostics(issue, loaded, Object.keys(schema.shape))),
  };
}

function issueDiagnostics(issue: $ZodIssue, loaded: LoadedDefinition, keys: readonly string[]): Diagnostic[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const file = loaded.source.file;
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return bestBranch(issue.errors).flatMap((inner) =>
      issueDiagnostics({ ...inner, path: [...issue.path, ...inner.path] } as $ZodIssue, loaded, keys),
    );
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      unknownKey(file, path, key, path.length === 0 ? keys : (nestedKeys[path[0]!] ?? [])),
    );
  if (issue.code === "invalid_key" && path.at(-1) === "$invalid")
    return [wrongForm(file, path.slice(0, -1), "must be written as { … }", at(loaded.value, path.slice(0, -1)))];
  if (issue.code === "invalid_key")
    return issue.issues.map((inner) => wrongForm(file, path, inner.message, path.at(-1)));
  const value = at(loaded.value, path);
  if (value === undefined)
    return [
      {
        code: "E203",
        file,
        path: path.slice(0, -1),
        message: `missing key '${path.at(-1)}'`,
        hint: "add it; the language's documentation says what it means.",
      },
    ];
  return [wrongForm(file, path, issue.message, value)];
}

function wrongForm(file: string, path: readonly (string | number)[], message: string, value: unknown): Diagnostic {
  return { code: "E201", file, path, message: `${pathText(path)}: ${plain(message, value)}`, hint: hintFor(path) };
}

const pinExample = 'write pin(zlib, { digest: { "linux/amd64": "sha256:…" } }).';

/** What a right value looks like, by the path without its numbers; the nearest key above that has one. */
const examples: Readonly<Record<string, string>> = {
  version: 'write upstream\'s own, as "1.3.1"; text around it belongs where it is used.',
  description: 'write a noun phrase, as "Block-sorting file compressor".',
  license: 'write an SPDX expression, as "MIT OR Apache-2.0".',
  website: 'write upstream\'s home page, as "https://www.zlib.net".',
  purl: 'write it without version, as "pkg:github/madler/zlib".',
  cpe: 'write "cpe:2.3:a:VENDOR:PRODUCT:*:*:*:*:*:*:*:*".',
  vex: 'write { vulnerability: "CVE-2024-3094", status: "not_affected", date: "2026-01-31", … }; docs/vex.md has the fields.',
  sources: 'write { url: gnu("hello/hello-2.12.tar.gz"), sha256: "…" }.',
  "sources.size": "write what `stat -c %s` says, or leave it out.",
  "sources.strip": "write how many leading folders to drop, or leave it out.",
  patches: "name the files that lie in the package's own folder.",
  files: "name the files that lie in the package's own folder.",
  licenseFiles: 'write paths below the build directory, as ["COPYING"].',
  platforms: 'write ["linux/amd64"], or leave it out.',
  base: 'import the package: import { zlib } from "./zlib.js".',
  buildDeps: 'import the package: import { zlib } from "./zlib.js".',
  runDeps: 'import the package: import { zlib } from "./zlib.js".',
  "base.digest": pinExample,
  "buildDeps.digest": pinExample,
  provides: 'write names of commands, as ["tar", "xz"].',
  standIns: "name lists in bootstrap/host-seeds/.",
  setuid: 'write absolute paths, as ["/usr/bin/su"].',
  tests: 'write the words of each command, as [["/usr/bin/tool", "--version"]].',
  "tests.flags": 'write { program: "test.c", flags: ["-lz"] }.',
  "tests.program": 'write { program: "test.c", flags: ["-lz"] }.',
  outputs: 'write { lib: { description: "Library of the tool", files: ["/usr/lib"] } }.',
  "base.platform": 'write on("linux/386", stage1).',
  "buildDeps.platform": 'write on("linux/386", stage1).',
  testDeps: 'import the package: import { gcc } from "../pallet/gcc.js".',
  allow: 'write { code: "E805", subject: "/usr/bin/tool", reason: "…" }; docs/proofs.md has the codes.',
  members: 'import the package: import { zlib } from "../core/zlib.js".',
  env: 'write { CFLAGS: "-O2" }.',
  config: 'write { user: "1000:1000", entrypoint: ["/usr/bin/tool"] }.',
  aliases: 'write a list of names, as ["stage3"].',
  "build.steps.top": 'write its path without "." and "..": unpack("hello-1.0.tar.gz", "/hello", "hello-1.0").',
  build: "use a recipe such as autotools(), or sh`…`.",
};

function hintFor(path: readonly (string | number)[]): string {
  const names = path.filter((part) => typeof part === "string");
  while (names.length > 1 && examples[names.join(".")] === undefined) names.pop();
  return examples[names.join(".")] ?? "the language's documentation says what it means.";
}

/** Of a union's alternatives, the one with the fewest complaints is what the author meant. */
function bestBranch(branches: readonly (readonly $ZodIssue[])[]): readonly $ZodIssue[] {
  return branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
}

function unknownKey(
  file: string,
  path: readonly (string | number)[],
  key: string,
  known: readonly string[],
): Diagnostic {
  const hint = didYouMean(
    key,
    known.filter((name) => name !== "kind"),
  );
  return {
    code: "E202",
    file,
    path: [...path, key],
    message: `unknown key '${key}'`,
    hint: hint || "remove it; a misspelt key would otherwise be silently without effect.",
  };
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined,
    value,
  );
}

/** `sources[0].sha256`: a path as the author would write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

function plain(message: string, value: unknown): string {
  const said = message
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, "must be of type $1, not $2")
    .replace(/^Invalid input: /, "");
  if (typeof value === "object" && value !== null && "$invalid" in value)
    return `${said.replace(/, not object$/, "")}; this is ${String(value.$invalid)}`;
  return typeof value === "string" && value !== "" ? `${said}; this is ${shown(value)}` : said;
}

/** A text as it can be printed on one line. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).replace(
    /[\p{Cf}\u007f-\u009f\u2028\u2029]/gu,
    "?",
  );
}
