import type { ScratchBuild, ScratchStep } from "../model/build.js";

/**
 * Unpacks a source of the package, a .tar or .tar.gz by its file name, into a directory of the empty build stage: all of it,
 * or what lies in the directory `top` of the archive.
 */
export function unpack(source: string, to: string, top?: string): ScratchStep {
  return Object.freeze({ kind: "unpack" as const, source, to, ...(top === undefined ? {} : { top }) });
}

/** Makes a directory with its parents; later programs start in it. */
export function directory(path: string): ScratchStep {
  return Object.freeze({ kind: "directory" as const, path });
}

/** Runs a program that an earlier step brought, without a shell. It sees the package's `files` as /files/NAME. */
export function exec(...argv: readonly string[]): ScratchStep {
  return Object.freeze({ kind: "exec" as const, argv });
}

/** Shows every later program the sources that no step unpacks, read-only, by their file names in this directory. */
export function mountSources(at: string): ScratchStep {
  return Object.freeze({ kind: "mountSources" as const, at });
}

/** Takes these files into the image, each at its own path. A build that keeps nothing by name leaves the image in /rootfs. */
export function keep(...paths: readonly string[]): ScratchStep {
  return Object.freeze({ kind: "keep" as const, paths });
}

/** A build from nothing: no shell, no tools but those the steps themselves bring. */
export function fromScratch(...steps: readonly ScratchStep[]): ScratchBuild {
  return Object.freeze({ kind: "scratch" as const, steps });
}
