import type { Platform } from "../model/platform.js";
import type { ParsedDependency } from "./schema.js";

/** A reference to an exported package, as the evaluation leaves it. */
export interface Target {
  readonly $package: string | null;
  readonly $name: string | null;
}

/** The package that a dependency names, whatever is said about it. */
export function targetOf(dependency: ParsedDependency): Target {
  return "$package" in dependency ? dependency : targetOf(dependency.of);
}

/** The output that a dependency names, if it names one. */
export function outputOf(dependency: ParsedDependency): string | undefined {
  if ("$package" in dependency) return undefined;
  return dependency.kind === "output" ? dependency.output : outputOf(dependency.of);
}

/** A dependency as written in full: for telling two of a list apart. */
export function dependencyKey(dependency: ParsedDependency): string {
  const name = outputOf(dependency);
  return `${targetOf(dependency).$package}${name === undefined ? "" : ` ${name}`}`;
}

/** A dependency that is taken from a certain platform, with the place where that is written. */
export interface Placed {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly platform: Platform;
}

/** The platform that a dependency names, if it names one. */
export function platformIn(dependency: ParsedDependency): Platform | undefined {
  return "kind" in dependency && dependency.kind === "on" ? dependency.platform : undefined;
}

/** The pin in a dependency, if there is one. */
export function pinIn(dependency: ParsedDependency): Extract<ParsedDependency, { kind: "pin" }> | undefined {
  if ("$package" in dependency || dependency.kind === "output") return undefined;
  return dependency.kind === "pin" ? dependency : pinIn(dependency.of);
}

/** What a dependency is held to, with the place where that is written. */
export interface Hold {
  readonly path: readonly (string | number)[];
  readonly name: string;
  /** The platform that it is taken from, if not the image's own. */
  readonly platform: Platform | undefined;
  readonly digest: Readonly<Partial<Record<Platform, string>>> | undefined;
  readonly tag: string | undefined;
}

/** Turns dependencies into image names, by the name of each exported package. */
export function imageNames(names: ReadonlyMap<string, string>): (dependency: ParsedDependency | string) => string {
  return (dependency) => {
    if (typeof dependency === "string") return dependency;
    const name = names.get(targetOf(dependency).$package ?? "") ?? "";
    const output = outputOf(dependency);
    return output === undefined ? name : `${name}-${output}`;
  };
}
