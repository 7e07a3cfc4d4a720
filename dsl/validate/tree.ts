import { addressesOf, sourceName } from "../sources/source.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "./definition.js";

/** Goals of the Makefile that are no images. */
export const reservedGoals: readonly string[] = [
  ...[
    "all",
    "bake",
    "bootstrap-seed-check",
    "build",
    "check",
    "clean",
    "ddc",
    "digests",
    "doctor",
    "fetch",
    "help",
    "images",
    "import",
    "preseed",
    "preseed-export",
    "push",
  ],
  ...["reproduce", "sign", "verify", "verify-signatures", "why-rebuild"],
];

/** E210: a make goal is a command or an image; only images of several stages may share the name without the stage. */
export function nameProblems(definitions: readonly Definition[]): Diagnostic[] {
  return definitions.flatMap((definition): Diagnostic[] => {
    const goal = shortName(definition);
    if (!reservedGoals.includes(goal)) return [];
    return [
      {
        code: "E210",
        file: definition.file,
        path: ["name"],
        message: `'${goal}' is a goal of the Makefile`,
        hint: `choose another name: \`make ${goal}\` would mean two things.`,
      },
    ];
  });
}

function shortName(definition: Definition): string {
  return definition.name.slice(definition.stage.length + 1);
}

/** E210: an alias is neither a command of the Makefile, nor an image's name, nor the alias of two images. */
export function aliasProblems(definitions: readonly Definition[]): Diagnostic[] {
  const owners = new Map([
    ...reservedGoals.map((goal) => [goal, "a goal of the Makefile"] as const),
    ...definitions.map((definition) => [shortName(definition), definition.name] as const),
    ...definitions.map((definition) => [definition.name, definition.name] as const),
  ]);
  return definitions.flatMap((definition) =>
    definition.aliases.flatMap((alias, index): Diagnostic[] => {
      const place = { code: "E210" as const, file: definition.file, path: ["aliases", index] };
      const owner = owners.get(alias);
      if (owner !== undefined)
        return [{ ...place, message: `the alias '${alias}' already means ${owner}`, hint: "choose another." }];
      owners.set(alias, definition.name);
      return /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(alias)
        ? []
        : [
            {
              ...place,
              message: `the alias '${alias}' is not a plain name`,
              hint: "use lower-case letters, digits and single . _ - between them.",
            },
          ];
    }),
  );
}

/** E207: one hash cannot belong to two files of different names, unless one of their addresses is the same. */
export function hashesAcrossTree(definitions: readonly Definition[]): Diagnostic[] {
  const first = new Map<string, { name: string; owner: string; addresses: readonly string[] }>();
  return definitions.flatMap((definition) =>
    definition.sources.flatMap((source, index): Diagnostic[] => {
      if (source.kind === "vendored") return [];
      const name = sourceName(source);
      const addresses = addressesOf(source);
      const earlier = first.get(source.sha256);
      if (earlier === undefined) first.set(source.sha256, { name, owner: definition.name, addresses });
      if (earlier === undefined || earlier.name === name || earlier.owner === definition.name) return [];
      if (addresses.some((address) => earlier.addresses.includes(address))) return [];
      return [
        {
          code: "E207",
          file: definition.file,
          path: ["sources", index, "sha256"],
          message: `this sha256 is that of '${earlier.name}' in ${earlier.owner}`,
          hint: "a hash was probably copied with its line: compute it again.",
        },
      ];
    }),
  );
}
