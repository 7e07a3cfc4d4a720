import { z } from "zod";
import { compareText } from "../report/diagnostic.js";
import { hashOf } from "./chain.js";

/** Media types (OCI Image Specification 1.1, "Media Types" and "Guidance for an Empty Descriptor"). */
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";
const emptyType = "application/vnd.oci.empty.v1+json";
const empty = Buffer.from("{}");

/** One file about an image. */
export interface ArtifactFile {
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Files that go beside an image as one artifact. */
export interface Artifact {
  /** A word for it, which is its tag in the layout. */
  readonly name: string;
  readonly artifactType: string;
  readonly files: readonly ArtifactFile[];
}

/** The manifest that artifacts are about. */
export interface Subject {
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const referrers = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.literal(indexType),
  manifests: z.array(z.looseObject({ mediaType: z.string(), digest: z.string(), size: z.int() })),
});

/**
 * An OCI layout with artifacts that refer to an image, one tag each, and under the tag `referrers` the index that a registry without
 * the referrers API has of them (OCI Distribution Specification 1.1, "Referrers Tag Schema").
 * @param known the text of the index that the registry has already; what it lists stays.
 * @returns files by path from the layout's folder.
 * @throws Error when `known` is no such index.
 */
export function artifactLayout(
  subject: Subject,
  artifacts: readonly Artifact[],
  known?: string,
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const blob = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const digest = hashOf(bytes);
    files.set(`blobs/${digest.replace(":", "/")}`, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const made = artifacts.map((artifact) => ({
    ...blob(manifestType, manifestOf(subject, artifact, blob)),
    artifactType: artifact.artifactType,
  }));
  const before = known === undefined ? [] : parseReferrers(known);
  const listed = new Map([...before, ...made].map((each) => [each.digest, each]));
  const index = blob(
    indexType,
    json({
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [...listed.values()].sort((a, b) => compareText(a.digest, b.digest)),
    }),
  );
  const tagged = [
    ...made.map(({ mediaType, digest, size }, at) => ({ mediaType, digest, size, tag: artifacts[at]!.name })),
    { ...index, tag: "referrers" },
  ];
  files.set("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  files.set(
    "index.json",
    json({
      schemaVersion: 2,
      manifests: tagged.map(({ tag, ...descriptor }) => ({
        ...descriptor,
        annotations: { "org.opencontainers.image.ref.name": tag },
      })),
    }),
  );
  return files;
}

function parseReferrers(text: string): readonly { readonly digest: string }[] {
  try {
    return referrers.parse(JSON.parse(text)).manifests;
  } catch {
    throw new Error("what the registry lists as referrers is no image index (OCI Image Specification 1.1)");
  }
}

function manifestOf(
  subject: Subject,
  { artifactType, files }: Artifact,
  blob: (mediaType: string, bytes: Uint8Array) => Descriptor,
): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config: blob(emptyType, empty),
    layers: files.map(({ title, mediaType, bytes }) => ({
      ...blob(mediaType, bytes),
      annotations: { "org.opencontainers.image.title": title },
    })),
    subject: { mediaType: manifestType, digest: subject.digest, size: subject.size },
  });
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
