import type { Rule } from "../rule.js";

/** E204: a package is named after its file, so that one spelling serves image, target, digest line and message. */
export const nameRule: Rule = ({ source, parsed }) =>
  parsed.name === source.name
    ? []
    : [{ code: "E204", file: source.file, path: ["name"], message: `the name '${parsed.name}' disagrees with its file`, hint: `write '${source.name}', or move the file.` }];

/** E201: `definePallet` belongs in pallet/, `definePackage` everywhere else. */
export const kindRule: Rule = ({ source, parsed }) => {
  const inPallets = source.stage === "pallet";
  if (inPallets === (parsed.kind === "pallet")) return [];
  const message = inPallets ? "a file in defs/pallet/ must use definePallet" : "a pallet must lie in defs/pallet/";
  return [{ code: "E201", file: source.file, path: [], message, hint: `move the file, or use ${inPallets ? "definePallet" : "definePackage"}.` }];
};
