import { archiveTools } from "./archive.js";

/** A file fetched before the build, checked against its hash and mounted read-only into it. */
export interface RemoteSource {
  /** Where upstream publishes the file: https, or an alias of model/mirrors such as `gnu("…")`. */
  readonly url: string;
  /** Other addresses of the same bytes, tried in order after `url`. */
  readonly mirrors?: readonly string[];
  /** SHA-256 of the file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Size in bytes, when known: a download that exceeds it is cut off at once. */
  readonly size?: number;
  /** Upstream's signature on the file, which `defs sources verify` checks. No build reads it. */
  readonly signature?: SourceSignature;
  /** File name inside the build, when the last part of `url` is not a good one. */
  readonly name?: string;
  /** False leaves the file packed under /sources; default: unpacked when its name says that it is an archive. */
  readonly extract?: boolean;
  /**
   * Leading path components dropped on unpacking. Default 1: archives have one top directory. In a package of Debian that carries
   * sources (.deb) the first one is ".": 4 drops ./usr/share/NAME.
   */
  readonly strip?: number;
  /** Directory below the build directory to unpack into. Default: the build directory itself. */
  readonly into?: string;
  /**
   * Files and folders of a tar archive that are unpacked, by their paths in it, `strip` not yet applied: for archives that hold many
   * projects. Default: all.
   */
  readonly only?: readonly string[];
  /** Archives inside this one, by path below the directory that it is unpacked into: each is unpacked there without its top folder, and removed. */
  readonly nested?: readonly string[];
}

/** A detached OpenPGP signature on a source (RFC 9580, section 10.4). */
export interface SourceSignature {
  /** Where it is published. */
  readonly url: string;
  /** SHA-256 of its file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** The keys that may have made it: a file in the package's own folder, armored as upstream publishes it. */
  readonly key: string;
}

/** A file of a vendored set: a crate, or a file of a Go module proxy. It is never unpacked on its own. */
export type VendoredFile = Pick<RemoteSource, "url" | "mirrors" | "sha256" | "size" | "name">;

/**
 * The place of a file in a Go module proxy by its address, such as `github.com/pkg/errors/@v/v0.9.1.zip`
 * (Go modules reference, "GOPROXY protocol"), or undefined when the address is not that of one.
 */
export function modulePath(url: string): string | undefined {
  return /^(?:https:\/\/[^/]+\/|mirror:\/\/[a-z]+\/)([^/].*\/@v\/[^/]+\.(?:info|mod|zip))$/.exec(url)?.[1];
}

/**
 * A program spelled out as annotated hexadecimal text in this repository: the first link of a bootstrap.
 * It enters the build as a tar archive of one executable file, made and hashed by bootstrap/make-seed-archive.
 */
export interface SeedSource {
  /** Architecture folder below bootstrap/seed/ that holds the text. */
  readonly seed: "amd64" | "x86";
  /** SHA-256 of the archive. */
  readonly sha256: string;
  /** Size of the archive in bytes. */
  readonly size: number;
}

/** Something from outside a definition that its build reads. */
export type Source = RemoteSource | SeedSource;

/** Whether a source is unpacked before the first phase. */
export function isUnpacked(source: RemoteSource): boolean {
  return source.extract ?? archiveTools(fileName(source)) !== undefined;
}

/** The file name under which a build sees what is fetched: its `name`, or the last part of its address. */
export function fileName(file: Pick<RemoteSource, "url" | "name">): string {
  return file.name ?? file.url.slice(file.url.lastIndexOf("/") + 1);
}
