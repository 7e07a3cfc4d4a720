import { suggest } from "../report/suggest.js";
import { type ImageName, parseName, type Reference } from "./reference.js";
import { stagexNames } from "./stagex-names.js";

/** What is known of this tree's images. */
export interface KnownImages {
  /** Repositories that hold them, with and without a host. */
  readonly repositories: readonly string[];
  /** By name. */
  readonly images: ReadonlyMap<string, KnownImage>;
}

/** An image of this tree. */
export interface KnownImage {
  readonly version: string | undefined;
  /** The tag that it is published under. */
  readonly tag: string;
  /** The committed digest of the platform asked for. */
  readonly digest: string | undefined;
  /** Digests that were committed, the newest first, the present one among them. */
  readonly digests: readonly {
    readonly digest: string;
    readonly date: string;
    readonly version: string | undefined;
    readonly commit: string;
  }[];
  /** Releases that a digest is part of. */
  releasesOf(digest: string): readonly number[];
  /** Undefined where signatures were not verified. */
  readonly signers: number | undefined;
}

/** How a reference stands. */
export type Status =
  | "current"
  | "old"
  | "loose"
  | "renamed"
  | "unknown-image"
  | "unknown-digest"
  | "unbuilt"
  | "foreign"
  | "unresolved";

/** A reference with what is to be said of it. */
export interface Pin {
  readonly reference: Reference;
  readonly name: ImageName | undefined;
  readonly status: Status;
  /** What it is called today, when it is an image of this tree. */
  readonly today: string | undefined;
  readonly pinned: "digest" | "tag and digest" | "tag" | "nothing";
  /** What the pin is of, where that is known. */
  readonly since: string | undefined;
  readonly version: string | undefined;
  readonly releases: readonly number[];
  /** Commit that wrote the pinned digest down. */
  readonly commit: string | undefined;
  readonly newest:
    | {
        readonly version: string | undefined;
        readonly digest: string | undefined;
        readonly signers: number | undefined;
      }
    | undefined;
  /** The tag that the newest is published under. */
  readonly newestTag: string | undefined;
  readonly why: string;
  /** Whether `--write` may change it: it is of a repository that holds this tree's images, under its present name. */
  readonly ours: boolean;
}

/** Judges one reference by what is known of this tree. */
export function judge(reference: Reference, known: KnownImages): Pin {
  const name = reference.unresolved === undefined ? parseName(reference.text) : undefined;
  const base = {
    reference,
    name,
    today: undefined,
    since: undefined,
    version: undefined,
    releases: [],
    commit: undefined,
    newest: undefined,
    newestTag: undefined,
    ours: false,
  };
  const pinned = pinnedHow(name);
  if (reference.unresolved !== undefined) return { ...base, pinned, status: "unresolved", why: reference.unresolved };
  if (name === undefined) return { ...base, pinned, status: "unresolved", why: notNamed(reference.text) };
  const ours = known.repositories.includes(name.repository);
  const stagex = /(?:^|\/)stagex$/.test(name.repository);
  if (!ours && !stagex) return { ...base, pinned, status: "foreign", why: "not an image of this tree" };
  const today = presentName(name.image, known);
  if (today.length !== 1)
    return {
      ...base,
      pinned,
      status: today.length > 1 ? "renamed" : "unknown-image",
      why: today.length > 1 ? `the name is of 2024; today it is ${today.join(" or ")}` : unknownText(name.image, known),
    };
  const image = known.images.get(today[0]!)!;
  const then = image.digests.find(({ digest }) => digest === name.digest);
  const told = {
    ...base,
    pinned,
    today: today[0],
    since: then?.date ?? stagexRelease(name)?.slice(0, 7).replace(".", "-"),
    commit: then?.commit,
    version: then?.version ?? name.tag,
    releases: name.digest === undefined ? [] : image.releasesOf(name.digest),
    newest: { version: image.version, digest: image.digest, signers: image.signers },
    newestTag: image.tag,
  } as const;
  if (today[0] !== name.image)
    return { ...told, status: "renamed", why: `the name is of 2024; today it is ${today[0]!}` };
  return { ...told, ours, ...statusOf(name, image, then?.date) };
}

function notNamed(text: string): string {
  const [, algorithm] = /@([a-z0-9+._-]+):/.exec(text) ?? [];
  if (algorithm === undefined) return "this is no image's name";
  return algorithm === "sha256"
    ? "this is no digest: sha256 has 64 hexadecimal digits in lower case"
    : `images here have digests of sha256, not of ${algorithm}`;
}

function pinnedHow(name: ImageName | undefined): Pin["pinned"] {
  if (name?.digest !== undefined) return name.tag === undefined ? "digest" : "tag and digest";
  return name?.tag === undefined ? "nothing" : "tag";
}

/** In 2024 names had no stage: `rust` is one of core-rust and pallet-rust today. */
function presentName(image: string, { images }: KnownImages): string[] {
  if (images.has(image)) return [image];
  return ["core", "user", "pallet", "bootstrap"].map((stage) => `${stage}-${image}`).filter((name) => images.has(name));
}

function unknownText(image: string, { images }: KnownImages): string {
  const full =
    stagexNames.has(image) || ["core", "user", "pallet"].some((stage) => stagexNames.has(`${stage}-${image}`));
  if (full) return "an image of StageX that this tree does not have";
  const near = suggest(image, images.keys());
  return `there is no such image${near === undefined ? "" : `; did you mean '${near}'?`}`;
}

function statusOf(name: ImageName, image: KnownImage, since: string | undefined): Pick<Pin, "status" | "why"> {
  const { digest, tag } = name;
  if (image.digest === undefined) return { status: "unbuilt", why: "this tree has no digest of it" };
  const version = image.version ?? "latest";
  const stale = tag !== undefined && tag !== "latest" && tag !== image.tag;
  if (digest === image.digest && !stale) return { status: "current", why: "the newest" };
  if (digest === image.digest)
    return { status: "old", why: `the digest is the newest, the tag says ${tag}, not ${version}` };
  const release = stagexRelease(name);
  const whose = release === undefined ? "" : ` of StageX's release ${release}`;
  const newer = stale ? `; ${version} is newer` : "";
  if (digest === undefined)
    return { status: "loose", why: `${tag === undefined ? "not pinned" : `pinned by the tag alone${whose}`}${newer}` };
  if (since === undefined)
    return {
      status: "unknown-digest",
      why: `nobody wrote this digest down here${whose && `; the tag is${whose}`}${newer}`,
    };
  return { status: "old", why: `of ${since.slice(0, 10)}; ${version} is newer` };
}

/** The release of StageX whose tag a name has, such as 2024.03.0 for sx2024.03.0. */
function stagexRelease({ tag }: ImageName): string | undefined {
  return /^(?:sx)?(20\d\d\.\d\d\.\d+)$/.exec(tag ?? "")?.[1];
}
