import type { Source, VendoredFile } from "../model/source.js";
import type { TaggedSource } from "../sources/kinds.js";
import { addressesOf, tagged, vendoredSource } from "../sources/source.js";
import type { Parsed } from "./schema.js";

/** The sources that a definition lists, each with its kind. */
export function listedSources(parsed: Parsed): readonly TaggedSource[] {
  return parsed.kind === "pallet" ? [] : ((parsed.sources ?? []) as readonly Source[]).map(tagged);
}

/** The files of its vendored set. */
export function vendoredFiles(parsed: Parsed): readonly VendoredFile[] {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe") return [];
  return (parsed.build.vendored ?? []) as readonly VendoredFile[];
}

/** All that its build reads from outside: first what it lists, then its vendored set. */
export function allSources(parsed: Parsed): readonly TaggedSource[] {
  return [...listedSources(parsed), ...vendoredFiles(parsed).map(vendoredSource)];
}

/** The addresses of a source, each with the place where it is written. */
export function addressPlaces(
  source: TaggedSource,
  index: number,
): { readonly url: string; readonly path: readonly (string | number)[] }[] {
  return addressesOf(source).map((url, number) => ({
    url,
    path: ["sources", index, ...(number === 0 ? ["url"] : ["mirrors", number - 1])],
  }));
}
