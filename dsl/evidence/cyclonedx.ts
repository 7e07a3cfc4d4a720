import { placeOf, sourceName } from "../sources/source.js";
import { compareText } from "../report/diagnostic.js";
import { addressOf } from "./address.js";
import type { Inventory, Part } from "./inventory.js";
import { canonical, cpeOf, imagePurl, purlOf, uuidOf } from "./names.js";

/**
 * An image's bill of materials as CycloneDX 1.6 JSON (ECMA-424). It has no timestamp, and its serial number is a hash of the rest, so
 * that it is the same for everybody.
 */
export function cycloneDx(inventory: Inventory): string {
  const body = {
    version: 1,
    metadata: { component: imageComponent(inventory), tools: { components: [tool] } },
    components: inventory.parts.map(component),
    dependencies: dependencies(inventory),
  };
  const head = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
  };
  return canonical({ ...head, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`, ...body });
}

const tool = { type: "application", name: "stagex", version: "1" };

/** An image and the package of its name are two things. */
const imageRef = "image";

function imageComponent({ definition, platform, digest, license }: Inventory): object {
  const { name, version, description, website } = definition;
  return {
    type: "container",
    "bom-ref": imageRef,
    name,
    ...(version === undefined ? {} : { version }),
    description,
    ...(digest === undefined ? {} : { hashes: hashes(digest) }),
    licenses: [{ expression: license }],
    ...(digest === undefined ? {} : { purl: imagePurl(name, digest, platform) }),
    ...(website === undefined ? {} : { externalReferences: [{ url: website, type: "website" }] }),
    properties: [{ name: "stagex:platform", value: platform }],
  };
}

function component(part: Part): object {
  const { name, version, description, license } = part.definition;
  const [purl, cpe] = [purlOf(part.definition), cpeOf(part.definition)];
  return {
    type: "library",
    "bom-ref": name,
    name,
    ...(version === undefined ? {} : { version }),
    description,
    licenses: [{ expression: license }],
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
    ...(part.patches.length === 0 ? {} : { pedigree: { patches: part.patches.map(patch) } }),
    externalReferences: references(part),
    properties: [
      { name: "stagex:place", value: part.place },
      ...(part.digest === undefined ? [] : [{ name: "stagex:image-digest", value: part.digest }]),
    ],
  };
}

function patch({ path }: Part["patches"][number]): object {
  return { type: "unofficial", diff: { url: path } };
}

function references({ whole, patches }: Part): object[] {
  const sources = whole.sources.map((source) => ({
    url: addressOf(source) ?? placeOf(source) ?? "",
    type: "source-distribution",
    hashes: hashes(source.sha256),
    comment: sourceName(source),
  }));
  const applied = patches.map(({ path, sha256 }) => ({
    url: path,
    type: "other",
    hashes: hashes(sha256),
    comment: "patch",
  }));
  const website = whole.website === undefined ? [] : [{ url: whole.website, type: "website" }];
  return [...website, ...sources, ...applied];
}

function hashes(sha256: string): object[] {
  return [{ alg: "SHA-256", content: sha256.replace("sha256:", "") }];
}

function dependencies({ parts }: Inventory): object[] {
  const held = parts.filter(({ place }) => place === "image").map(({ definition }) => definition.name);
  return [
    { ref: imageRef, dependsOn: held },
    ...parts.map(({ definition, needs }) => ({ ref: definition.name, dependsOn: [...needs].sort(compareText) })),
  ];
}
