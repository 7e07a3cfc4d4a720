import type { ScratchBuild, ScratchStep } from "../model/build.js";

/** Unpacks a source of the package, a .tar or .tar.gz by its file name, into a directory of the empty build stage. */
export function unpack(source: string, to: string): ScratchStep {
  return Object.freeze({ kind: "unpack" as const, source, to });
}

/** Makes a directory with its parents; later programs start in it. */
export function directory(path: string): ScratchStep {
  return Object.freeze({ kind: "directory" as const, path });
}

/** Runs a program that an earlier step brought, without a shell. */
export function exec(...argv: readonly string[]): ScratchStep {
  return Object.freeze({ kind: "exec" as const, argv });
}

/** A build from nothing: no shell, no tools but those the steps themselves bring. */
export function fromScratch(...steps: readonly ScratchStep[]): ScratchBuild {
  return Object.freeze({ kind: "scratch" as const, steps });
}
