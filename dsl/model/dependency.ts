import type { Package } from "./package.js";
import type { Platform } from "./platform.js";

/** One of the images cut from a package's build. */
export interface Output {
  readonly kind: "output";
  readonly of: Package;
  readonly output: string;
}

/** A dependency that must be one certain image. */
export interface Pinned {
  readonly kind: "pin";
  readonly of: Package | Output;
  readonly digest?: Readonly<Partial<Record<Platform, string>>>;
  readonly tag?: string;
}

/** What can stand in a list of dependencies. */
export type Dependency = Package | Output | Pinned;

/** An output of a package by its name in the package's `outputs`. */
export function output(of: Package, name: string): Output {
  return Object.freeze({ kind: "output" as const, of, output: name });
}

/** What a dependency is pinned to: the manifest digest of its image on each platform, or the version of its definition. */
export type Pin = { readonly digest: Readonly<Partial<Record<Platform, string>>> } | { readonly tag: string };

/** A dependency held at one image: a tag must be the version that is defined, a digest enters the build key for the build to compare. */
export function pin(of: Package | Output, to: Pin): Pinned {
  return Object.freeze({ kind: "pin" as const, of, ...to });
}
