import { stages, type Stage } from "../model/platform.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import type { Files } from "./files.js";
import type { Inputs } from "./inputs.js";

/** A definition file as found, before anything in it was run. */
export interface DefinitionFile {
  /** Path from the tree's root, such as `defs/core/zlib.ts`. */
  readonly file: string;
  readonly stage: Stage;
  /** The name that its package must have, such as "core-zlib". */
  readonly name: string;
  /** The name under which it must export the package, such as "gccGnu". */
  readonly exportName: string;
  readonly text: string;
}

/** What lies under defs/: definitions, and the extra files (patches, data) beside them, by path from the root. */
export interface Discovered {
  readonly definitions: readonly DefinitionFile[];
  readonly extras: Files;
  /** Paths of the extra files of each definition that has some. */
  readonly extrasOf: ReadonlyMap<string, readonly string[]>;
  /** The locked lists of Debian packages in the repository's bootstrap/host-seeds/, by path in the repository. */
  readonly hostSeeds: Files;
}

const fileName = /^[a-z0-9]+(?:[._-][a-z0-9]+)*\.ts$/;

/** Tells the definitions of a tree, sorted by path, from the other files. Runs nothing. */
export function discover(inputs: Inputs): { found: Discovered; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const definitions: DefinitionFile[] = [];
  const extras = new Map<string, Buffer>();
  for (const [file, bytes] of inputs.defs) {
    const parts = file.split("/");
    const [, stage, name] = parts;
    if (parts.length === 3 && isStage(stage) && name!.endsWith(".ts") && fileName.test(name!)) {
      definitions.push(readDefinition(file, bytes, diagnostics));
    } else if (parts.length > 3 && isStage(stage) && !file.endsWith(".ts")) {
      extras.set(file, bytes);
      if (file.endsWith(".json")) diagnostics.push(...textProblems(file, bytes, bytes.toString("utf8")));
    } else {
      diagnostics.push(misplaced(file));
    }
  }
  diagnostics.push(...orphans(definitions, extras));
  if (definitions.length === 0 && diagnostics.length === 0) diagnostics.push(nothingFound());
  return { found: { definitions, extras, extrasOf: byDefinition(extras), hostSeeds: inputs.hostSeeds }, diagnostics };
}

/** Where the definition of an image given as `<stage>/<name>` lies and what it is called; undefined when it cannot be called so. */
export function definitionPlace(path: string): Omit<DefinitionFile, "text"> | undefined {
  const [stage, base, ...more] = path.split("/");
  if (!isStage(stage) || base === undefined || more.length > 0 || !fileName.test(`${base}.ts`)) return undefined;
  return { file: `defs/${stage}/${base}.ts`, stage, name: `${stage}-${base}`, exportName: camelCase(base) };
}

function isStage(text: string | undefined): text is Stage {
  return stages.includes(text as Stage);
}

function readDefinition(file: string, bytes: Buffer, diagnostics: Diagnostic[]): DefinitionFile {
  const text = bytes.toString("utf8");
  diagnostics.push(...textProblems(file, bytes, text));
  return { ...definitionPlace(file.slice("defs/".length, -".ts".length))!, text };
}

/** E108: a file that is to be plain UTF-8, and is not. */
export function textProblems(file: string, bytes: Buffer, text: string): Diagnostic[] {
  const problem = encodingProblem(bytes, text);
  return problem === undefined
    ? []
    : [{ code: "E108", file, ...problem, hint: "save the file as UTF-8 without a byte-order mark." }];
}

function encodingProblem(bytes: Buffer, text: string): { message: string; line: number; column: number } | undefined {
  if (text.startsWith("\ufeff")) return { message: "the file starts with a byte-order mark", ...position(text, 0) };
  if (text.includes("\0")) return { message: "the file contains a NUL byte", ...position(text, text.indexOf("\0")) };
  if (!Buffer.from(text, "utf8").equals(bytes))
    return { message: "the file is not valid UTF-8", ...position(text, text.indexOf("\ufffd")) };
  return undefined;
}

/** Line and column, from 1, of an offset in a text. */
function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** Words that cannot name a constant of a module in strict mode (ECMAScript 2023, "Keywords and Reserved Words"; TypeScript adds `globalThis` and `undefined`). */
const reserved = new Set(
  [
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for",
    "function globalThis if implements import in instanceof interface let new null package private protected public return static super switch",
    "this throw true try typeof undefined var void while with yield",
  ].flatMap((line) => line.split(" ")),
);

/** `gcc-gnu` -> `gccGnu`; a leading digit or a reserved word gets an underscore, because a constant cannot be called so. */
export function camelCase(name: string): string {
  const joined = name.replace(/[._-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return /^[0-9]/.test(joined) || reserved.has(joined) ? `_${joined}` : joined;
}

function misplaced(file: string): Diagnostic {
  const [, stage, name] = file.split("/");
  const hint = `a definition is defs/<stage>/<name>.ts with the stage one of ${stages.join(", ")}; extra files lie in defs/<stage>/<name>/.`;
  const problem = (message: string, near = ""): Diagnostic => ({
    code: "E101",
    file,
    message,
    hint: [near, hint].filter(Boolean).join(" "),
  });
  if (name === undefined) return problem("this file is not in a stage folder");
  if (!isStage(stage)) return problem(`there is no stage '${stage}'`, didYouMean(stage!, stages));
  if (!name.endsWith(".ts")) {
    return file.endsWith(".ts")
      ? problem("this definition lies in the folder for the extra files of another")
      : problem("this file is neither a definition nor an extra file of one");
  }
  return problem(
    `'${name}' is not the name of a definition`,
    "write it in lower-case letters, digits and single . _ - between them;",
  );
}

/** The path from the tree's root of an extra file of a definition; without a name, what such paths begin with. */
export function ownFile(definition: string, name = ""): string {
  return `${definition.slice(0, -".ts".length)}/${name}`;
}

/** The definition beside whose folder an extra file lies. */
function ownerOf(extra: string): string {
  return `${extra.split("/", 3).join("/")}.ts`;
}

function byDefinition(extras: Files): Map<string, string[]> {
  const owned = new Map<string, string[]>();
  for (const file of extras.keys()) {
    const owner = ownerOf(file);
    if (!owned.get(owner)?.push(file)) owned.set(owner, [file]);
  }
  return owned;
}

function orphans(definitions: readonly DefinitionFile[], extras: Files): Diagnostic[] {
  const files = new Set(definitions.map((definition) => definition.file));
  return [...extras.keys()]
    .filter((file) => !files.has(ownerOf(file)))
    .map((file) => ({
      code: "E101" as const,
      file,
      message: "extra file of a package that does not exist",
      hint: `there is no ${ownerOf(file)}.`,
    }));
}

function nothingFound(): Diagnostic {
  return {
    code: "E107",
    file: "defs",
    message: "no definitions found",
    hint: "run the command in the root of a tree, or name it with --root.",
  };
}
