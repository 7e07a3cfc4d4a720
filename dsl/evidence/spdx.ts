import { platformFolder } from "../model/platform.js";
import { epoch } from "../model/epoch.js";
import { sourceName } from "../sources/source.js";
import { compareText } from "../report/diagnostic.js";
import { addressOf } from "./address.js";
import { hashOf } from "./chain.js";
import type { Inventory, Part } from "./inventory.js";
import { canonical, cpeOf, imagePurl, purlOf } from "./names.js";

/** What the format needs and nobody here has looked into (SPDX 2.3, clauses 7.13 and 7.17). */
const unsaid = { licenseConcluded: "NOASSERTION", copyrightText: "NOASSERTION", filesAnalyzed: false } as const;

/**
 * An image's bill of materials as SPDX 2.3 JSON (ISO/IEC 5962 in its later edition). `created` is the epoch of all builds and the namespace
 * ends in a hash of the rest, so that it is the same for everybody.
 */
export function spdx(inventory: Inventory): string {
  const { definition, platform, parts } = inventory;
  const own = ownLicences(inventory);
  const body = {
    ...(own.length === 0 ? {} : { hasExtractedLicensingInfos: own }),
    packages: [imagePackage(inventory), ...parts.map(partPackage), ...materials(parts)],
    relationships: relationships(inventory),
  };
  const hash = hashOf(JSON.stringify(body)).slice(7);
  return canonical({
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${definition.name} ${platform}`,
    documentNamespace: `https://stagex.invalid/spdx/${definition.name}/${platformFolder(platform)}/${hash}`,
    creationInfo: { created: new Date(epoch * 1000).toISOString().replace(".000", ""), creators: ["Tool: stagex-1"] },
    ...body,
  });
}

/** An identifier holds letters, digits, `.` and `-` (SPDX 2.3, clause 3.2); names of images may have `_` as well. */
function id(kind: "Image" | "Package" | "Patch" | "Source", name: string): string {
  return `SPDXRef-${kind}-${name.replaceAll("_", ".5F.")}`;
}

function imagePackage({ definition, platform, digest, license }: Inventory): object {
  const { name, version, description, website } = definition;
  return {
    SPDXID: id("Image", name),
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    summary: description,
    downloadLocation: "NOASSERTION",
    ...(website === undefined ? {} : { homepage: website }),
    ...(digest === undefined ? {} : { checksums: checksums(digest) }),
    ...unsaid,
    licenseDeclared: license,
    primaryPackagePurpose: "CONTAINER",
    ...(digest === undefined ? {} : { externalRefs: [purlRef(imagePurl(name, digest, platform))] }),
  };
}

function partPackage({ definition }: Part): object {
  const { name, version, description, license, website } = definition;
  const [purl, cpe] = [purlOf(definition), cpeOf(definition)];
  const refs = [...(cpe === undefined ? [] : [cpeRef(cpe)]), ...(purl === undefined ? [] : [purlRef(purl)])];
  return {
    SPDXID: id("Package", name),
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    summary: description,
    downloadLocation: "NOASSERTION",
    ...(website === undefined ? {} : { homepage: website }),
    ...unsaid,
    licenseDeclared: license,
    ...(refs.length === 0 ? {} : { externalRefs: refs }),
  };
}

function purlRef(referenceLocator: string): object {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator };
}

function cpeRef(referenceLocator: string): object {
  return { referenceCategory: "SECURITY", referenceType: "cpe23Type", referenceLocator };
}

function checksums(sha256: string): object[] {
  return [{ algorithm: "SHA256", checksumValue: sha256.replace("sha256:", "") }];
}

/** Each licence that is not of SPDX's list has to be told of (clause 10); where its text lies is known, the text is not. */
function ownLicences({ parts }: Inventory): object[] {
  const named = parts.flatMap(({ definition: { name, license = "" } }) =>
    [...license.matchAll(/\bLicenseRef-[A-Za-z0-9.-]+/g)].map(([licenseId]) => ({ licenseId, name })),
  );
  return [...new Set(named.map(({ licenseId }) => licenseId))].sort(compareText).map((licenseId) => ({
    licenseId,
    extractedText: named
      .filter((each) => each.licenseId === licenseId)
      .map(({ name }) => `/usr/share/licenses/${name.slice(name.indexOf("-") + 1)}/`)
      .join(" "),
    comment: "where the texts are in the image",
  }));
}

/** A source or a patch, which is a package here: a file of SPDX 2.3 needs a SHA-1 (clause 8.4). */
interface Material {
  readonly id: string;
  readonly kind: "patch" | "source";
  readonly of: string;
  readonly entry: object;
}

function materialsOf({ definition, whole, patches }: Part): Material[] {
  const of = id("Package", definition.name);
  const material = (kind: Material["kind"], ref: string, name: string, sha256: string, address?: string): Material => ({
    id: ref,
    kind,
    of,
    entry: {
      SPDXID: ref,
      name,
      downloadLocation: address ?? "NOASSERTION",
      checksums: checksums(sha256),
      ...unsaid,
      licenseDeclared: "NOASSERTION",
      primaryPackagePurpose: "SOURCE",
    },
  });
  return [
    ...whole.sources.map((source) =>
      material("source", id("Source", source.sha256), sourceName(source), source.sha256, addressOf(source)),
    ),
    ...patches.map(({ path, sha256 }) =>
      material("patch", id("Patch", hashOf(`${path} ${sha256}`).slice(7)), path, sha256),
    ),
  ];
}

/** Each source and patch once, in byte order of identifiers. */
function materials(parts: readonly Part[]): object[] {
  const found = new Map(parts.flatMap(materialsOf).map((material) => [material.id, material.entry]));
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
}

function relationships({ definition, parts }: Inventory): object[] {
  const image = id("Image", definition.name);
  const relation = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement,
  });
  const held = parts.filter(({ place }) => place === "image");
  const ref = ({ definition: { name } }: Part): string => id("Package", name);
  return [
    relation("SPDXRef-DOCUMENT", "DESCRIBES", image),
    ...held.map((part) => relation(image, "CONTAINS", ref(part))),
    ...parts.flatMap((part) => part.needs.map((need) => relation(ref(part), "DEPENDS_ON", id("Package", need)))),
    ...parts
      .flatMap(materialsOf)
      .map((material) =>
        material.kind === "patch"
          ? relation(material.id, "PATCH_APPLIED", material.of)
          : relation(material.of, "GENERATED_FROM", material.id),
      ),
  ];
}
