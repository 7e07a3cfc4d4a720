import type { Finding, Lint } from "../lint.js";

/** What a list of packages can show on one line. */
const longest = 80;

/** A description is a short noun phrase that starts with a capital letter, without article and full stop. */
const check: Lint["check"] = ({ parsed }) => {
  const outputs = parsed.kind === "pallet" ? [] : Object.entries(parsed.outputs ?? {});
  const all = [
    { path: ["description"], text: parsed.description },
    ...outputs.map(([name, { description }]) => ({ path: ["outputs", name, "description"], text: description })),
  ];
  return all.flatMap(({ path, text }): Finding[] => {
    const fault = faultOf(text);
    return fault === undefined
      ? []
      : [
          {
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

export const descriptionLint: Lint = {
  code: "W203",
  title: "description that is not a short noun phrase",
  about: "text",
  finds: "a description that is not a short noun phrase",
  check,
  page: `A description starts with an article or a small letter, is a sentence or ends like one, or has more than 80 characters.

Bad:

\`\`\`ts
description: "zlib is a compression library.",
\`\`\`

Good:

\`\`\`ts
description: "General-purpose lossless data compression library",
\`\`\`

Where a name has to start small, say so above the line: \`// allow W203: the C library spells its name so\`.

Why: \`defs list\` shows one line per package; they read as one list.`,
};
