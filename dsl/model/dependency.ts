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

/** A dependency that is taken from a certain platform, whatever the image is built for. */
export interface OnPlatform {
  readonly kind: "on";
  readonly platform: Platform;
  readonly of: Package | Output | Pinned;
}

/** What can stand in a list of dependencies. */
export type Dependency = Package | Output | Pinned | OnPlatform;

/** What can stand in `testDeps`: also an image by name, "core-python", where an import would lead back here. Tests are no part of a build. */
export type TestDependency = Dependency | string;

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

/**
 * A dependency from another platform than the image's own, for `base` and `buildDeps`: a linux/amd64 package is built in a
 * linux/386 root filesystem, which the same kernel runs. What it needs at run time comes from that platform too.
 */
export function on(platform: Platform, of: Package | Output | Pinned): OnPlatform {
  return Object.freeze({ kind: "on" as const, platform, of });
}
