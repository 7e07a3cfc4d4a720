import { sourceName, unpackCommands } from "../../sources/source.js";
import type { Finding, Lint } from "../lint.js";
import { listedSources } from "../sources.js";

/** A pattern or a variable below /sources may stand for any of them; what is no whole plain name counts as one. */
const unclear = /\/sources(?!\/[\w.+~-]+(?:["'\s;)\\]|$))/;

/** A source that is neither unpacked nor mentioned is fetched and enters the build key, and nothing reads it. */
const check: Lint["check"] = ({ parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind === "scratch") return [];
  const text = JSON.stringify([parsed.build, parsed.env, parsed.licenseFiles]);
  if (unclear.test(text)) return [];
  return listedSources(parsed).flatMap((source, index): Finding[] => {
    const name = sourceName(source);
    const unpacked = parsed.build.kind !== "hostSeed" && unpackCommands(source).length > 0;
    if (unpacked || text.includes(name)) return [];
    return [
      {
        path: ["sources", index],
        message: `nothing unpacks '${name}' or mentions it`,
        hint: `read it as /sources/${name}, or remove it.`,
      },
    ];
  });
};

export const deadSourceLint: Lint = {
  code: "W208",
  title: "source that nothing uses",
  about: "sources",
  finds: "a source that nothing unpacks or mentions",
  check,
  page: `A source is not unpacked, and its name stands nowhere in the build, in \`env\` or in \`licenseFiles\`. A path such as \`/sources/*\` counts as a
mention of all.

Bad:

\`\`\`ts
sources: [tool, { url: gnu("tool/manual.pdf"), sha256 }],
build: make(),
\`\`\`

Good:

\`\`\`ts
sources: [tool],
build: make(),
\`\`\`

Why: everybody who rebuilds has to fetch it, and a new version of it rebuilds the image for nothing.`,
};
