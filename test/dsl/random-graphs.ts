import fc from "fast-check";
import type { DefinedDependency } from "../../dsl/validate/dependencies.js";
import type { Definition } from "../../dsl/validate/definition.js";

/** A package without anything: tests give it what they need. */
export const bare: Omit<Definition, "name" | "file" | "exportName"> = {
  kind: "package",
  stage: "core",
  version: "1.0",
  description: "A package",
  license: "ISC",
  website: "https://example.org",
  purl: undefined,
  cpe: undefined,
  aliases: [],
  platforms: ["linux/amd64"],
  sources: [],
  patches: [],
  vex: [],
  files: [],
  licenseFiles: [],
  base: undefined,
  buildDeps: [],
  runDeps: [],
  imageBase: undefined,
  provides: ["sh"],
  env: {},
  members: [],
  setuid: [],
  standIns: [],
  config: {},
  build: { kind: "script", body: "make install" },
  tests: [],
  testDeps: [],
  allow: [],
  output: undefined,
};

type Single = "base" | "imageBase";
type List = "buildDeps" | "runDeps" | "members" | "testDeps";

/** Members of a definition, its dependencies by name. */
export type Members = Partial<Omit<Definition, Single | List>> & {
  readonly [Key in Single]?: string | undefined;
} & { readonly [Key in List]?: readonly string[] };

/** A definition of the given name with these members. */
export function definition(name: string, { base, imageBase, ...members }: Members = {}): Definition {
  const list = (key: List) => (members[key] ?? []).map((needed, index) => dependency(needed, key, index));
  return {
    ...bare,
    name: `core-${name}`,
    file: `defs/core/${name}.ts`,
    exportName: name,
    ...members,
    base: base === undefined ? undefined : dependency(base, "base"),
    imageBase: imageBase === undefined ? undefined : dependency(imageBase, "imageBase"),
    buildDeps: list("buildDeps"),
    runDeps: list("runDeps"),
    members: list("members"),
    testDeps: list("testDeps"),
  };
}

function dependency(name: string, ...path: readonly (string | number)[]): DefinedDependency {
  return { name, platform: undefined, pin: undefined, path };
}

/** How one package relates to those before it: chances, by position. */
const node = fc.record({
  pallet: fc.boolean(),
  base: fc.option(fc.nat(), { nil: undefined }),
  imageBase: fc.option(fc.nat(), { nil: undefined }),
  buildDeps: fc.uniqueArray(fc.nat(), { maxLength: 4 }),
  runDeps: fc.uniqueArray(fc.nat(), { maxLength: 3 }),
});

/**
 * Directed graphs of up to 14 packages without cycles, in an order of their own: each package relates only to earlier ones,
 * while names, and with them every sorted list, are in no relation to that.
 */
export const graphs: fc.Arbitrary<Definition[]> = fc
  .tuple(fc.array(node, { minLength: 1, maxLength: 14 }), fc.infiniteStream(fc.integer({ min: 100_000, max: 999_999 })))
  .map(([nodes, numbers]) => {
    const names: string[] = [];
    while (names.length < nodes.length) {
      const name = `p${numbers.next().value}`;
      if (!names.includes(name)) names.push(name);
    }
    return nodes.map((shape, index) => {
      const earlier = (number: number): string => `core-${names[number % index]!}`;
      const some = (list: readonly number[]): string[] => (index === 0 ? [] : [...new Set(list.map(earlier))]);
      const one = (number: number | undefined): string | undefined =>
        index === 0 || number === undefined ? undefined : earlier(number);
      const members = some(shape.buildDeps);
      if (shape.pallet && members.length > 0)
        return definition(names[index]!, {
          kind: "pallet",
          members,
          version: undefined,
          license: undefined,
          website: undefined,
          build: undefined,
          provides: [],
        });
      return definition(names[index]!, {
        base: one(shape.base),
        imageBase: one(shape.imageBase),
        buildDeps: members,
        runDeps: some(shape.runDeps),
      });
    });
  });

/** A graph with its definitions in another order. */
export const shuffledGraphs = graphs.chain((definitions) =>
  fc.tuple(fc.constant(definitions), fc.shuffledSubarray(definitions, { minLength: definitions.length })),
);
