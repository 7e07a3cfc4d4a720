import type { EdgeKind } from "../graph/query.js";

/** Everything that the pages say, gathered beforehand: pages are made of nothing else. */
export interface Catalogue {
  /** Name under which images are published, such as `stagex.invalid`. */
  readonly repository: string;
  /** Whether that name is one that leads somewhere. */
  readonly published: boolean;
  /** Address of the site, with a slash at its end; undefined where nobody said it. */
  readonly address: string | undefined;
  readonly images: readonly CatalogueImage[];
  readonly policy: PolicyFacts | undefined;
  /** The newest first. */
  readonly releases: readonly ReleaseFacts[];
  /** docs/languages.md as HTML; undefined where the tree has none. */
  readonly languages: string | undefined;
}

/** One image with all that is known of it. */
export interface CatalogueImage {
  readonly name: string;
  readonly stage: string;
  readonly kind: "package" | "pallet";
  readonly version: string | undefined;
  /** The tag that it is published under; undefined for a pallet. */
  readonly tag: string | undefined;
  readonly description: string;
  readonly license: string;
  readonly website: string | undefined;
  readonly file: string;
  readonly aliases: readonly string[];
  readonly provides: readonly string[];
  readonly entrypoint: readonly string[] | undefined;
  readonly user: string | undefined;
  /** What it names itself, in the order of the definition; an image named twice is there twice. */
  readonly needs: readonly Need[];
  /** Images that name it, in byte order. */
  readonly users: readonly Need[];
  /** Images that its files need beside them at run time, all the way down, in the order in which they are laid. */
  readonly atRunTime: readonly string[];
  /** How many images are built with it, by whatever way. */
  readonly dependents: number;
  /** From what it comes at last down to itself, each link the base of the next; the first may be a seed. */
  readonly chain: readonly string[];
  readonly sources: readonly SourceFacts[];
  readonly patches: readonly string[];
  readonly protections: readonly string[];
  /** A package that stage3 compiles, without the protections that recipes give. */
  readonly onStage3: boolean;
  readonly leftOut: readonly LeftOut[];
  /** Why upstream's tests are not run; undefined where they are, or where there is nothing to say. */
  readonly skippedTests: string | undefined;
  readonly tests: number;
  readonly platforms: readonly PlatformFacts[];
  /** The newest first. */
  readonly history: readonly Change[];
}

/** An image that another names, and the key of the definition that names it. */
export interface Need {
  readonly name: string;
  readonly kind: EdgeKind;
}

/** A file that the build reads. */
export interface SourceFacts {
  readonly name: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number | undefined;
  /** Full addresses, in the order in which they are tried; none for a seed, which is text in the tree. */
  readonly addresses: readonly string[];
  /** Upstream's signature, where it was checked: the primary fingerprint, and the day of signing (UTC). */
  readonly signed: { readonly signer: string; readonly day: string } | undefined;
}

/** A protection that an image lacks, and why. */
export interface LeftOut {
  readonly protection: string;
  readonly reason: string;
}

/** What is known of an image on one platform. */
export interface PlatformFacts {
  readonly platform: string;
  /** The committed digest, 64 hexadecimal digits; undefined where nobody wrote one down. */
  readonly digest: string | undefined;
  /** How the digest came about, in the words of digests/provenance.txt. */
  readonly reproduced: string | undefined;
  /** Sum of all layers in bytes; undefined where the image with that digest does not lie in the output directory. */
  readonly size: number | undefined;
  readonly layers: number | undefined;
  /** Seconds that the build took here. */
  readonly seconds: number | undefined;
  /** Undefined where signatures were not verified. */
  readonly signatures: { readonly people: readonly string[]; readonly needed: number } | undefined;
}

/** A moment at which version or digest of an image changed. */
export interface Change {
  /** Of the commit, ISO 8601 in UTC. */
  readonly date: string;
  readonly commit: string;
  readonly subject: string;
  readonly version: string | undefined;
  readonly digest: string | undefined;
}

/** The policy as it lies in the tree. */
export interface PolicyFacts {
  readonly version: number;
  readonly expires: string;
  /** Whether a verification established it, or it was merely read. */
  readonly trusted: boolean;
  readonly people: readonly { readonly name: string; readonly keys: readonly string[] }[];
  readonly thresholds: readonly { readonly subject: string; readonly role: string; readonly need: number }[];
}

/** A release as it lies in the tree. */
export interface ReleaseFacts {
  readonly number: number;
  readonly expires: string;
  readonly images: number;
  readonly signatures: number;
}
