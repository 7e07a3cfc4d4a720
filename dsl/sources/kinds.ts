import type { Command } from "../model/build.js";
import { seedFields, sourceFields, vendoredFields } from "../model/order.js";
import { fileName, isUnpacked, type RemoteSource, type SeedSource, type VendoredFile } from "../model/source.js";
import { vendoredFolder } from "../recipes/vendored.js";
import { unpackFile, unpackTools } from "./unpack.js";

/** What authors write of each kind of source. */
interface Written {
  readonly remote: RemoteSource;
  readonly seed: SeedSource;
  readonly vendored: VendoredFile;
}

/** The kinds of sources. */
export type SourceKind = keyof Written;

/** A source with its kind. */
export type TaggedSource = { readonly [Kind in SourceKind]: Written[Kind] & { readonly kind: Kind } }[SourceKind];

/** Tools for a file that is unpacked. */
export interface Unpacked {
  readonly name: string;
  readonly tools: readonly string[];
}

/** All that differs between kinds of sources. */
export interface Row<Source> {
  /** The key by which a literal in `sources` is one of this kind; undefined for what is not written there. */
  readonly mark: keyof Source | undefined;
  /** The keys of its literal, in the order in which definitions write them. */
  readonly fields: readonly string[];
  /** The keyword of its line in a build key. */
  readonly keyword: string;
  /** What `defs ledger` calls it. */
  readonly ledger: "archive" | "seed";
  /** Where a build finds it. */
  readonly folder: string;
  /** Its file name in a build. */
  name(source: Source): string;
  /** Where it is fetched from, in the order of trying; none when it lies in the repository. */
  addresses(source: Source): readonly string[];
  /** Where it lies in the repository. */
  place(source: Source): string | undefined;
  /** The commands that unpack it before the first phase. */
  unpack(source: Source): readonly Command[];
  /** The files that these unpack, with the tools that they take. */
  needs(source: Source): readonly Unpacked[];
}

const sourcesFolder = "/sources";

/** A file from outside that a build takes as it is. */
const fetched = {
  keyword: "source",
  ledger: "archive",
  name: fileName,
  addresses: ({ url, mirrors = [] }: VendoredFile) => [url, ...mirrors],
  place: () => undefined,
  unpack: () => [],
  needs: () => [],
} as const;

/** One row per kind; a new kind is its type above and a row here. */
export const kinds: { readonly [Kind in SourceKind]: Row<Written[Kind]> } = {
  remote: {
    ...fetched,
    mark: "url",
    fields: sourceFields,
    folder: sourcesFolder,
    unpack: (source) => (isUnpacked(source) ? unpackRemote(source) : []),
    needs: (source) => (isUnpacked(source) ? remoteNeeds(source) : []),
  },
  seed: {
    mark: "seed",
    fields: seedFields,
    keyword: "seed",
    ledger: "seed",
    folder: sourcesFolder,
    name: ({ seed }) => `seed-${seed}.tar`,
    addresses: () => [],
    place: ({ seed }) => `bootstrap/seed/${seed}`,
    unpack: () => [],
    needs: () => [],
  },
  vendored: { ...fetched, mark: undefined, fields: vendoredFields, folder: vendoredFolder },
};

function unpackRemote(source: RemoteSource): Command[] {
  const { into, strip = 1, only = [], nested = [] } = source;
  return unpackFile(`${sourcesFolder}/${fileName(source)}`, into, strip, only, nested);
}

function remoteNeeds(source: RemoteSource): Unpacked[] {
  const own = { name: fileName(source), tools: unpackTools(fileName(source), source.strip ?? 1) };
  const nested = (source.nested ?? []).map((name) => ({ name, tools: [...new Set([...unpackTools(name, 1), "rm"])] }));
  return [own, ...nested];
}
