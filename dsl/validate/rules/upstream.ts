import { createRequire } from "node:module";
import type { PackageURL } from "packageurl-js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";

/** E217: a package URL and a CPE are in the one form under which scanners look them up, and leave the version to `version`. */
export const upstreamRule: Rule = ({ source, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const report = (key: "purl" | "cpe", [message, hint]: Fault): Diagnostic => ({
    code: "E217",
    file: source.file,
    path: [key],
    message,
    hint,
  });
  return [
    ...(parsed.purl === undefined ? [] : purlFaults(parsed.purl).map((fault) => report("purl", fault))),
    ...(parsed.cpe === undefined ? [] : cpeFaults(parsed.cpe).map((fault) => report("cpe", fault))),
  ];
};

/** A message and what to do. */
type Fault = readonly [message: string, hint: string];

function purlFaults(text: string): Fault[] {
  // Few definitions have one, and a compile of one definition counts milliseconds.
  const { PackageURL: Parser } = createRequire(import.meta.url)("packageurl-js") as { PackageURL: typeof PackageURL };
  let parsed: PackageURL;
  try {
    parsed = Parser.fromString(text);
  } catch {
    return [[`'${text}' is not a package URL`, 'write one as "pkg:github/madler/zlib" or "pkg:generic/zlib".']];
  }
  if (parsed.version !== undefined || parsed.qualifiers !== undefined || parsed.subpath !== undefined)
    return [
      [`'${text}' says more than the project`, "leave out what follows the name: the version comes from `version`."],
    ];
  const canonical = parsed.toString();
  return canonical === text
    ? []
    : [[`'${text}' is not the canonical form of this package URL`, `write "${canonical}".`]];
}

/** A component of a formatted string: letters, digits and `_ - .`, anything else behind a backslash (NISTIR 7695, section 6.2). */
const component = /(?:[a-z0-9_.-]|\\[!-/:-@[-`{-~])+/.source;
const cpe = new RegExp(`^cpe:2\\.3:[aho]:${component}:${component}:\\*:\\*:\\*:\\*:\\*:(?:\\*|${component}):\\*:\\*$`);

function cpeFaults(text: string): Fault[] {
  if (cpe.test(text)) return [];
  return [
    [
      `'${text}' is not a CPE 2.3 of a product`,
      'write "cpe:2.3:a:VENDOR:PRODUCT:*:*:*:*:*:*:*:*" in lower case: the version comes from `version`.',
    ],
  ];
}
