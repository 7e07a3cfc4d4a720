import type { Platform } from "../model/platform.js";
import type { ParsedDependency } from "./schema.js";

/** A reference to an exported package, as the evaluation leaves it. */
export interface Target {
  readonly $package: string | null;
  readonly $name: string | null;
}

/** The package that a dependency names, itself, by an output or in a pin. */
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

/** What a dependency is held to, with the place where that is written. */
export interface Hold {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly digest: Readonly<Partial<Record<Platform, string>>> | undefined;
  readonly tag: string | undefined;
}

/** Turns dependencies into image names, by the name of each exported package. */
export function imageNames(names: ReadonlyMap<string, string>): (dependency: ParsedDependency) => string {
  return (dependency) => {
    const name = names.get(targetOf(dependency).$package ?? "") ?? "";
    const output = outputOf(dependency);
    return output === undefined ? name : `${name}-${output}`;
  };
}
