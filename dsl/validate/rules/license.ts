import parseSpdx from "spdx-expression-parse";
import { createRequire } from "node:module";
import { didYouMean } from "../../report/suggest.js";
import type { Rule } from "../rule.js";

/** E205: a licence is an SPDX expression (SPDX specification, annex "SPDX license expressions"). */
export const licenseRule: Rule = ({ source, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const operator = /\s(and|or|with)\s/i.exec(parsed.license)?.[1];
  if (operator !== undefined && operator !== operator.toUpperCase()) {
    return [
      {
        code: "E205",
        file: source.file,
        path: ["license"],
        message: `'${operator}' is not how licences are joined`,
        hint: `write ${operator.toUpperCase()}.`,
      },
    ];
  }
  if (isExpression(parsed.license)) return [];
  return [
    {
      code: "E205",
      file: source.file,
      path: ["license"],
      message: `'${parsed.license}' is not an SPDX licence expression`,
      hint: hintFor(parsed.license),
    },
  ];
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
  const words = text.split(/[\s()]+/).filter(Boolean);
  const exception = words.find((word, index) => words[index - 1] === "WITH" && !list("spdx-exceptions").includes(word));
  if (exception !== undefined)
    return (
      didYouMean(exception, list("spdx-exceptions")) ||
      "exceptions are listed at https://spdx.org/licenses/exceptions-index.html."
    );
  const identifiers = list("spdx-license-ids");
  const unknown = words.find(
    (word) => !identifiers.includes(word.replace(/\+$/, "")) && !["AND", "OR", "WITH"].includes(word),
  );
  return (
    (unknown && alike(unknown, identifiers)) ||
    "identifiers are listed at https://spdx.org/licenses/; join several with AND or OR."
  );
}

/** What people call a licence is often the beginning of its identifier: GPLv3 is GPL-3.0-only or GPL-3.0-or-later. */
function alike(word: string, identifiers: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replace(/v(?=\d)|[^a-z0-9]/g, "");
  const exact = identifiers.find((identifier) => plain(identifier) === plain(word));
  const longer =
    plain(word).length < 3
      ? []
      : identifiers.filter(
          (identifier) =>
            plain(identifier).startsWith(plain(word)) && /^\d/.test(plain(identifier).slice(plain(word).length)),
        );
  if (exact === undefined && longer.length > 0)
    return `identifiers that begin so are ${longer.slice(0, 4).join(", ")}${longer.length > 4 ? ", …" : "."}`;
  return exact === undefined ? didYouMean(word, identifiers) : `did you mean '${exact}'?`;
}

function list(name: "spdx-exceptions" | "spdx-license-ids"): string[] {
  return createRequire(import.meta.url)(name) as string[];
}
