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

/** The platform that a dependency names, if it names one. */
export function platformIn(dependency: ParsedDependency): Platform | undefined {
  return "kind" in dependency && dependency.kind === "on" ? dependency.platform : undefined;
}

/** The pin in a dependency, if there is one. */
export function pinIn(dependency: ParsedDependency): Extract<ParsedDependency, { kind: "pin" }> | undefined {
  if ("$package" in dependency || dependency.kind === "output") return undefined;
  return dependency.kind === "pin" ? dependency : pinIn(dependency.of);
}

/** What a dependency is held to. */
export interface DefinedPin {
  readonly digest: Readonly<Partial<Record<Platform, string>>> | undefined;
  readonly tag: string | undefined;
}

/** An image that a definition names. */
export interface DefinedDependency {
  readonly name: string;
  /** The platform that it is taken from; undefined: the image's own. */
  readonly platform: Platform | undefined;
  readonly pin: DefinedPin | undefined;
  /** Where it is written, from the definition on. */
  readonly path: readonly (string | number)[];
}

/** Makes the value of a dependency from what is written, and where. */
export type Define = (written: ParsedDependency | string, path: readonly (string | number)[]) => DefinedDependency;

/** Dependencies as values, by the image name of each exported package. */
export function dependencyValues(names: ReadonlyMap<string, string>): Define {
  return (written, path) => {
    if (typeof written === "string") return { name: written, platform: undefined, pin: undefined, path };
    const whole = names.get(targetOf(written).$package ?? "") ?? "";
    const output = outputOf(written);
    const pin = pinIn(written);
    return {
      name: output === undefined ? whole : `${whole}-${output}`,
      platform: platformIn(written),
      pin: pin && { digest: pin.digest as DefinedPin["digest"], tag: pin.tag },
      path,
    };
  };
}

/** The dependencies of a list, each with its place. */
export function listed(
  define: Define,
  written: readonly (ParsedDependency | string)[] | undefined,
  ...path: readonly (string | number)[]
): DefinedDependency[] {
  return (written ?? []).map((item, index) => define(item, [...path, index]));
}

/** Their images. */
export function namesOf(dependencies: readonly DefinedDependency[]): string[] {
  return dependencies.map(({ name }) => name);
}
