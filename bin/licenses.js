import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fingerprint } from "../dist/author/license-fingerprint.js";

const require = createRequire(import.meta.url);

/** The text of dsl/author/license-texts.ts: what SPDX's list of licences says, by the fingerprints of its texts. */
export function licenseTable() {
  const current = new Set(require("spdx-license-ids"));
  const texts = new Map();
  for (const [id, { licenseText }] of Object.entries(require("spdx-license-list/full"))) {
    const found = fingerprint(licenseText);
    if (current.has(id)) texts.set(found, [...(texts.get(found) ?? []), id].sort());
  }
  const lines = [...texts]
    .sort()
    .map(([found, ids]) => `  ${JSON.stringify(found)}: ${JSON.stringify(ids.join(" "))},`);
  return [
    "// Written by `npm run licenses` from spdx-license-list.",
    "",
    "/** Licences by the fingerprint of their text. Several, split at spaces, have one text in common. */",
    "export const licenseTexts: Readonly<Record<string, string>> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  writeFileSync(new URL("../dsl/author/license-texts.ts", import.meta.url), licenseTable());
