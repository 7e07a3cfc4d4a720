import type { Resource, Statement } from "./provenance.js";

/** Where two statements say different things. */
export interface Difference {
  /** What it is about, such as "digest" or the name of a dependency. */
  readonly about: string;
  /** What each says; null where it says nothing. */
  readonly a: string | null;
  readonly b: string | null;
}

/** What two statements on one image agree in. */
export interface Agreement {
  readonly image: string;
  /** The digest that both found, or null. */
  readonly digest: string | null;
  readonly builders: readonly [string, string];
  /** Two builders by name. That they are two in fact is for the reader to know. */
  readonly independent: boolean;
  /** How many dependencies both name with one digest. */
  readonly sameDependencies: number;
  /** The digest first, then parameters, then dependencies, each in the order of the first statement. */
  readonly differences: readonly Difference[];
}

/** Compares what two builders say: the image, its digest, the parameters, and everything that their builds read. */
export function agreementOf(a: Statement, b: Statement): Agreement {
  const [one, other] = [factsOf(a), factsOf(b)];
  const differences = [...new Set([...one.keys(), ...other.keys()])].flatMap((about): Difference[] => {
    const [first, second] = [one.get(about) ?? null, other.get(about) ?? null];
    return first === second ? [] : [{ about, a: first, b: second }];
  });
  const digest = one.get("digest")!;
  const builders = [a, b].map(({ predicate }) => predicate.runDetails.builder.id) as [string, string];
  const isShared = ([about, said]: [string, string]): boolean =>
    about.startsWith("dependency ") && other.get(about) === said;
  return {
    image: one.get("image")!,
    digest: digest === other.get("digest") ? digest : null,
    builders,
    independent: builders[0] !== builders[1],
    sameDependencies: [...one].filter(isShared).length,
    differences,
  };
}

/** A statement as a list of what it says, by what that is about; the image and its digest come first. */
export function factsOf({ subject: [image], predicate: { buildDefinition } }: Statement): Map<string, string> {
  const { buildType, externalParameters, internalParameters, resolvedDependencies } = buildDefinition;
  return new Map([
    ["image", image!.name],
    ["digest", `sha256:${image!.digest.sha256}`],
    ["build type", buildType],
    ...parameters(externalParameters),
    ...parameters(internalParameters),
    ...byName(resolvedDependencies),
  ]);
}

function parameters(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [`parameter ${name}`, value]);
}

/** Several files may have one name: their digests are one fact. */
function byName(resources: readonly Resource[]): [string, string][] {
  const found = new Map<string, string[]>();
  for (const { name, digest } of resources) found.set(name, [...(found.get(name) ?? []), digest.sha256]);
  return [...found].map(([name, digests]) => [`dependency ${name}`, [...digests].sort().join(" ")]);
}
