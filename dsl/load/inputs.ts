import { join } from "node:path";
import { readBytes, readFiles, type Files } from "./files.js";
import { DiagnosticsError, type Diagnostic } from "../report/diagnostic.js";
import { repository } from "./place.js";

/** Everything outside the compiler that decides what generated/ says, as it was read once. */
export interface Inputs {
  /** The files below the tree's defs/. */
  readonly defs: Files;
  /** The locked lists of Debian packages in the repository's bootstrap/host-seeds/, by path in the repository. */
  readonly hostSeeds: Files;
}

/** Reads the inputs of a compile. @throws DiagnosticsError when something below defs/ is neither file nor folder. */
export function readInputs(root: string): Inputs {
  const special: string[] = [];
  const defs = readFiles(root, "defs", special);
  if (special.length > 0) throw new DiagnosticsError(special.map(noFile), 0);
  return { defs, hostSeeds: readFiles(repository, "bootstrap/host-seeds") };
}

/** What a link names may lie outside the tree, where nothing says that it changed. */
function noFile(file: string): Diagnostic {
  return {
    code: "E101",
    file,
    message: "this is a link, a pipe or a device, not a file",
    hint: "put a copy of the file in its place.",
  };
}

/** The identity of the compiler itself: the hash that bin/build.js left, and the version of Node that runs it. */
export function compilerIdentity(): string {
  return `${readBytes(join(repository, "dist/sources.sha256")).toString("utf8")} ${process.version}`;
}

/** Whether the same inputs lie there again: an author may save a file while the compiler reads it. */
export function sameInputs(a: Inputs, b: Inputs): boolean {
  return sameFiles(a.defs, b.defs) && sameFiles(a.hostSeeds, b.hostSeeds);
}

function sameFiles(a: Files, b: Files): boolean {
  if (a.size !== b.size) return false;
  for (const [file, bytes] of a) if (!b.get(file)?.equals(bytes)) return false;
  return true;
}
