import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";

/** What a list of packages can show on one line. */
const longest = 80;

/** W203: a description is a short noun phrase that starts with a capital letter, without article and full stop. */
export const descriptionLint: Lint = ({ source: { file }, parsed }) => {
  const outputs = parsed.kind === "pallet" ? [] : Object.entries(parsed.outputs ?? {});
  const all = [
    { path: ["description"], text: parsed.description },
    ...outputs.map(([name, { description }]) => ({ path: ["outputs", name, "description"], text: description })),
  ];
  return all.flatMap(({ path, text }): Diagnostic[] => {
    const fault = faultOf(text);
    return fault === undefined
      ? []
      : [
          {
            code: "W203",
            file,
            path,
            message: `the description ${fault}`,
            hint: 'write a noun phrase, as "Block-sorting file compressor".',
          },
        ];
  });
};

function faultOf(text: string): string | undefined {
  if (text !== text.trim() || /\s{2}/.test(text)) return "has extra spaces";
  if (/^\p{Ll}/u.test(text)) return "starts with a small letter";
  if (/^(?:An?|The)\s/.test(text)) return "starts with an article";
  if (/\s(?:is|are)\s(?:an?|the)\s/i.test(text)) return "is a sentence";
  if (/[.!]$/.test(text)) return "ends like a sentence";
  return text.length > longest ? `has ${text.length} characters, more than ${longest}` : undefined;
}
