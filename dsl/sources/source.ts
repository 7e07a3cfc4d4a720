import type { Command } from "../model/build.js";
import type { Source, VendoredFile } from "../model/source.js";
import { kinds, type Row, type SourceKind, type TaggedSource, type Unpacked } from "./kinds.js";
import { isZip } from "./unpack.js";

/** A source that is fetched. */
export type FetchedSource = Extract<TaggedSource, { readonly url: string }>;

/** A literal of `sources` with its kind. */
export function tagged(source: Source): TaggedSource {
  const kind = (Object.keys(kinds) as SourceKind[]).find((name) => (kinds[name].mark ?? "") in source);
  if (kind === undefined) throw new Error(`a source of no kind: ${JSON.stringify(source)}`);
  return { ...source, kind } as TaggedSource;
}

/** A file of a vendored set as a source. */
export function vendoredSource(file: VendoredFile): TaggedSource {
  return { ...file, kind: "vendored" };
}

/** Whether a source is fetched; what is not lies in the repository. */
export function isFetched(source: TaggedSource): source is FetchedSource {
  return addressesOf(source).length > 0;
}

/** The name under which a build sees a source. */
export function sourceName(source: TaggedSource): string {
  return rowOf(source).name(source);
}

/** Its keyword in a build key. */
export function keywordOf(source: TaggedSource): string {
  return rowOf(source).keyword;
}

/** What `defs ledger` calls it. */
export function ledgerKind(source: TaggedSource): "archive" | "seed" {
  return rowOf(source).ledger;
}

/** The keys of its literal, in order. */
export function fieldsOf(source: TaggedSource): readonly string[] {
  return rowOf(source).fields;
}

/** Its addresses in the order of trying; none when it lies in the repository. */
export function addressesOf(source: TaggedSource): readonly string[] {
  return rowOf(source).addresses(source);
}

/** Where it lies in the repository. */
export function placeOf(source: TaggedSource): string | undefined {
  return rowOf(source).place(source);
}

/** Path of a source in the image's context: its hash keeps equal names apart. */
export function contextPath(source: TaggedSource): string {
  return `${source.sha256}/${sourceName(source)}`;
}

/** Where a build finds it. */
export function mountPath(source: TaggedSource): string {
  return `${rowOf(source).folder}/${sourceName(source)}`;
}

/** The commands that unpack it before the first phase. */
export function unpackCommands(source: TaggedSource): readonly Command[] {
  return rowOf(source).unpack(source);
}

/** The files that these unpack, with the tools that they take. */
export function unpackNeeds(source: TaggedSource): readonly Unpacked[] {
  return rowOf(source).needs(source);
}

/** How many leading components of names its unpacking drops; undefined for one that is left as it is. */
export function stripOf(source: TaggedSource): number | undefined {
  return source.kind === "remote" && unpackCommands(source).length > 0 ? (source.strip ?? 1) : undefined;
}

/** Whether tar unpacks it. */
export function isFromTar(source: TaggedSource): boolean {
  return unpackNeeds(source).length > 0 && !isZip(sourceName(source));
}

/** What is said of its kind; its methods take sources of that kind, and this is one. */
function rowOf(source: TaggedSource): Row<TaggedSource> {
  return kinds[source.kind] as Row<TaggedSource>;
}
