import { sourceName } from "../model/source.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "./definition.js";

/** E210: a make target means one thing: an alias is neither an image's name nor the alias of two images. */
export function aliasProblems(definitions: readonly Definition[]): Diagnostic[] {
  const owners = new Map(definitions.map((definition) => [definition.name, definition.name]));
  return definitions.flatMap((definition) =>
    definition.aliases.flatMap((alias, index): Diagnostic[] => {
      const place = { code: "E210" as const, file: definition.file, path: ["aliases", index] };
      const owner = owners.get(alias);
      if (owner !== undefined) return [{ ...place, message: `the alias '${alias}' already means ${owner}`, hint: "choose another." }];
      owners.set(alias, definition.name);
      return /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(alias) ? [] : [{ ...place, message: `the alias '${alias}' is not a plain name`, hint: "use lower-case letters, digits and single . _ - between them." }];
    }),
  );
}

/** E207: one hash cannot belong to two files of different names. */
export function hashesAcrossTree(definitions: readonly Definition[]): Diagnostic[] {
  const first = new Map<string, { name: string; owner: string }>();
  return definitions.flatMap((definition) =>
    definition.sources.flatMap((source, index): Diagnostic[] => {
      const name = sourceName(source);
      const earlier = first.get(source.sha256);
      if (earlier === undefined) first.set(source.sha256, { name, owner: definition.name });
      if (earlier === undefined || earlier.name === name || earlier.owner === definition.name) return [];
      return [{ code: "E207", file: definition.file, path: ["sources", index, "sha256"], message: `this sha256 is that of '${earlier.name}' in ${earlier.owner}`, hint: "a hash was probably copied with its line: compute it again." }];
    }),
  );
}
