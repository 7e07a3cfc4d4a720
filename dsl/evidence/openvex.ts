import { compareText } from "../report/diagnostic.js";
import type { VexStatement } from "../model/vex.js";
import type { Inventory, Part } from "./inventory.js";
import { canonical, imagePurl, purlOf, uuidOf } from "./names.js";

/** A statement with the package that it was made on. */
interface Stated {
  readonly part: Part;
  readonly statement: VexStatement;
}

/**
 * What is known of vulnerabilities in an image, as OpenVEX 0.2.0: the statements of each package in its layers. The document is as old as
 * the youngest of them, and its name is a hash, so that it is the same for everybody.
 * @returns undefined when nothing was said: OpenVEX has no document without a statement.
 */
export function openVex(inventory: Inventory): string | undefined {
  const stated = inventory.parts
    .filter(({ place }) => place === "image")
    .flatMap((part) => part.whole.vex.map((statement): Stated => ({ part, statement })))
    .sort(
      (a, b) =>
        compareText(a.statement.vulnerability, b.statement.vulnerability) ||
        compareText(nameOf(a.part), nameOf(b.part)),
    );
  if (stated.length === 0) return undefined;
  const statements = stated.map((each) => statementOf(inventory, each));
  const newest = stated
    .map(({ statement }) => statement.date)
    .sort()
    .at(-1)!;
  return canonical({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": `urn:uuid:${uuidOf(JSON.stringify(statements))}`,
    author: "stagex",
    timestamp: moment(newest),
    version: 1,
    statements,
  });
}

function nameOf({ definition }: Part): string {
  return definition.name;
}

function moment(day: string): string {
  return `${day}T00:00:00Z`;
}

function statementOf(inventory: Inventory, { part, statement }: Stated): object {
  const { vulnerability, status, date, justification, reason, patch } = statement;
  const text = patch === undefined ? reason : `${reason} (${patch} ${hashOfPatch(part, patch)})`;
  return {
    vulnerability: { name: vulnerability },
    timestamp: moment(date),
    products: [product(inventory, part)],
    status,
    ...(justification === undefined ? {} : { justification }),
    // An action statement belongs to "affected", an impact statement to "not_affected" (OpenVEX 0.2.0, "Statement Fields").
    ...(status === "not_affected" ? { impact_statement: text } : {}),
    ...(status === "affected" ? { action_statement: text, action_statement_timestamp: moment(date) } : {}),
    ...(status === "fixed" || status === "under_investigation" ? { status_notes: text } : {}),
  };
}

/** That the patch is applied was checked with the definition (E218). */
function hashOfPatch({ patches }: Part, patch: string): string {
  return patches.find(({ path }) => path === patch)!.sha256;
}

/** The image by its digest, and in it the package by the name under which scanners look it up. */
function product({ definition, platform, digest }: Inventory, part: Part): object {
  const purl = purlOf(part.definition);
  const id = digest === undefined ? `pkg:oci/${definition.name}` : imagePurl(definition.name, digest, platform);
  const inner = purl ?? `pkg:generic/${nameOf(part)}@${encodeURIComponent(part.definition.version!)}`;
  return {
    "@id": id,
    ...(digest === undefined ? {} : { hashes: { "sha-256": digest.replace("sha256:", "") } }),
    subcomponents: [{ "@id": inner, identifiers: { purl: inner } }],
  };
}
