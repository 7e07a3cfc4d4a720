import { mergedConfig } from "../lower/config.js";
import { contents, runClosures } from "../graph/closure.js";
import type { Graph } from "../graph/graph.js";
import type { ProofCode } from "../model/allow.js";
import type { Platform } from "../model/platform.js";
import type { Definition } from "../validate/definition.js";
import type { Content } from "./contents.js";
import type { Files, Laid } from "./files.js";

/** Something in a built image that is not as it should be. */
export interface Finding {
  readonly code: ProofCode;
  /** What it is about: a path, a dependency, a command. An allowance names it. */
  readonly subject: string;
  readonly message: string;
  readonly hint: string;
  /** The image of the tree that brings what is missing. */
  readonly bringer?: string;
  /** Where in the definition it can be mended, for a line number. */
  readonly path?: readonly (string | number)[];
}

/** What rules see of an image: its definition, its own files, and what lies around them. */
export interface Subject {
  readonly graph: Graph;
  readonly definition: Definition;
  readonly platform: Platform;
  /** What its own layer adds. */
  readonly own: Files;
  /** What an image of the graph adds; it is there for all images that this one is related to. */
  readonly filesOf: (name: string) => Files;
  /** The image with all that it needs at run time, laid over each other. */
  readonly closure: Laid;
  /** What each host seed that was asked for would leave behind. */
  readonly seeds: readonly SeedMarks[];
}

/** By what a host seed is recognised. */
export interface SeedMarks {
  readonly name: string;
  /** Of its ELF files, in hexadecimal. */
  readonly buildIds: ReadonlyMap<string, string>;
  /** SHA-256 of its objects, executables, libraries and archives, with the path of each. */
  readonly binaries: ReadonlyMap<string, string>;
  /** Its GNU triplets, such as x86_64-linux-gnu. */
  readonly triplets: readonly string[];
  /** The distribution's name, such as Debian. */
  readonly distribution: string | undefined;
}

/** A proof of an image as a whole. */
export type ImageRule = (subject: Subject) => Finding[];

/** A proof of each file by its bytes. */
export type ContentRule = (subject: Subject, content: Content) => Finding[];

/** Images that are there when this one runs: those of its layers, and what each of them needs beside it. */
export function present(graph: Graph, name: string): string[] {
  return [
    ...new Set(
      contents(graph, name)
        .flatMap((inner) => [inner, ...runClosures(graph, [inner])])
        .flatMap((inner) => contents(graph, inner)),
    ),
  ];
}

/** The folders of PATH as the image configures it; without one, those that programs assume. */
export function searchFolders({ graph, definition }: Pick<Subject, "graph" | "definition">): string[] {
  const path = mergedConfig(graph, definition).env?.["PATH"] ?? "/usr/bin:/bin:/usr/sbin:/sbin";
  return path.split(":").filter((folder) => folder.startsWith("/"));
}

/** The path of a key in the definition's literal, also for an output. */
export function keyPath(definition: Definition, ...path: (string | number)[]): (string | number)[] {
  return definition.output === undefined ? path : ["outputs", definition.output, ...path];
}
