import { createHash } from "node:crypto";
import type { Definition } from "../validate/definition.js";

/** The package URL of a definition with its version, percent-encoded (Package URL specification, "Rules for each component"). */
export function purlOf({ purl, version }: Definition): string | undefined {
  if (purl === undefined || version === undefined) return undefined;
  return `${purl}@${encodeURIComponent(version)}`;
}

/** The CPE of a definition with its version, which is quoted as a formatted string asks for (NISTIR 7695, section 6.2). */
export function cpeOf({ cpe, version }: Definition): string | undefined {
  if (cpe === undefined || version === undefined) return undefined;
  const parts = cpe.split(/(?<!\\):/);
  parts[5] = version.toLowerCase().replace(/[^a-z0-9._-]/g, "\\$&");
  return parts.join(":");
}

/** The package URL of an image, its version the digest (Package URL types, "oci"). @param digest `sha256:` and 64 digits. */
export function imagePurl(name: string, digest: string, platform: string): string {
  return `pkg:oci/${name}@${encodeURIComponent(digest)}?arch=${platform.split("/").slice(1).join("/")}`;
}

/** A UUID that is a hash of a text and so the same for everybody (RFC 9562, section 5.8, version 8). */
export function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** JSON as all evidence is written: members in their order, two spaces of indentation, a line feed at the end. */
export function canonical(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
