import type { Rule } from "../rule.js";

/** E204: a package is named after its file, so that one spelling serves image, target, digest line and message. */
export const nameRule: Rule = ({ source, parsed }) =>
  parsed.name === source.name
    ? []
    : [
        {
          code: "E204",
          file: source.file,
          path: ["name"],
          message: `the name '${parsed.name}' disagrees with its file`,
          hint: `write '${source.name}', or move the file.`,
        },
      ];

/** E201: pallet/ holds pallets only; the bootstrap may compose one of its stages; everything else is a package. */
export const kindRule: Rule = ({ source, parsed }) => {
  if (source.stage === "bootstrap" || (source.stage === "pallet") === (parsed.kind === "pallet")) return [];
  const inPallets = source.stage === "pallet";
  const message = inPallets ? "a file in defs/pallet/ must use definePallet" : "a pallet must lie in defs/pallet/";
  return [
    {
      code: "E201",
      file: source.file,
      path: [],
      message,
      hint: `move the file, or use ${inPallets ? "definePallet" : "definePackage"}.`,
    },
  ];
};
