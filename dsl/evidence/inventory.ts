import { contents, runClosures } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { licenseOf } from "../graph/license.js";
import type { Platform } from "../model/platform.js";
import { compareText } from "../report/diagnostic.js";
import type { Definition } from "../validate/definition.js";
import { hashOf } from "./chain.js";
import type { Committed } from "./committed.js";

/** A patch by its path from the tree's root. */
export interface Patch {
  readonly path: string;
  /** `sha256:` and 64 digits. */
  readonly sha256: string;
}

/** A package that an image holds, or needs beside it. */
export interface Part {
  readonly definition: Definition;
  /** The definition whose build the files come from: its own, or that of the package which an output is cut from. */
  readonly whole: Definition;
  readonly patches: readonly Patch[];
  /** `image`: in its layers. `beside`: needed at run time, and not in it. */
  readonly place: "image" | "beside";
  /** Names of the parts that it needs at run time, in byte order. */
  readonly needs: readonly string[];
  /** The manifest's digest, where builds of the present inputs agreed on one. */
  readonly digest: string | undefined;
}

/** What an image consists of, and what it needs. */
export interface Inventory {
  readonly definition: Definition;
  readonly platform: Platform;
  readonly digest: string | undefined;
  readonly license: string;
  /** In byte order of their names. A pallet is none of its own. */
  readonly parts: readonly Part[];
}

/** What inventories are made from. */
export interface Facts {
  readonly graph: Graph;
  readonly committed: ReadonlyMap<string, Committed>;
  /** Files beside the definitions, by path from the root. */
  readonly extras: ReadonlyMap<string, Uint8Array>;
}

/** Takes stock of an image: the packages in its layers, and the run-time closure of these. */
export function inventoryOf(facts: Facts, name: string, platform: Platform): Inventory {
  const { graph, committed } = facts;
  const definition = definitionOf(graph, name);
  const isPackage = (each: string): boolean => definitionOf(graph, each).kind === "package";
  const held = new Set(contents(graph, name).filter(isPackage));
  const names = [...new Set([...held, ...runClosures(graph, [...held])])].filter(isPackage).sort(compareText);
  const digestOf = (each: string): string | undefined => committed.get(`${each}@${platform}`)?.digest;
  const parts = names.map((each): Part => {
    const own = definitionOf(graph, each);
    const whole = own.build?.kind === "cut" ? definitionOf(graph, own.build.from) : own;
    return {
      definition: own,
      whole,
      patches: whole.patches.map((path) => ({ path, sha256: hashOf(facts.extras.get(path)!) })),
      place: held.has(each) ? "image" : "beside",
      needs: [...new Set(own.runDeps.map((need) => need.name))].filter(isPackage).sort(compareText),
      digest: digestOf(each),
    };
  });
  return { definition, platform, digest: digestOf(name), license: licenseOf(graph, definition), parts };
}
