import parseSpdx from "spdx-expression-parse";
import { createRequire } from "node:module";
import { suggest } from "../../report/suggest.js";
import type { Rule } from "../rule.js";

/** E205: a licence is an SPDX expression (SPDX specification, annex "SPDX license expressions"). */
export const licenseRule: Rule = ({ source, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const operator = /\s(and|or|with)\s/i.exec(parsed.license)?.[1];
  if (operator !== undefined && operator !== operator.toUpperCase()) {
    return [{ code: "E205", file: source.file, path: ["license"], message: `'${operator}' is not how licences are joined`, hint: `write ${operator.toUpperCase()}.` }];
  }
  if (isExpression(parsed.license)) return [];
  return [{ code: "E205", file: source.file, path: ["license"], message: `'${parsed.license}' is not an SPDX licence expression`, hint: hintFor(parsed.license) }];
};

function isExpression(text: string): boolean {
  try {
    parseSpdx(text);
    return true;
  } catch {
    return false;
  }
}

function hintFor(text: string): string {
  const identifiers = createRequire(import.meta.url)("spdx-license-ids") as string[];
  const unknown = text.split(/[\s()]+/).find((word) => !identifiers.includes(word.replace(/\+$/, "")) && !["AND", "OR", "WITH", ""].includes(word));
  const found = unknown === undefined ? undefined : suggest(unknown, identifiers);
  return found === undefined ? "identifiers are listed at https://spdx.org/licenses/; join several with AND or OR." : `did you mean '${found}'?`;
}
