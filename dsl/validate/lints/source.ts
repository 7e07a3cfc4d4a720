import { sourceName, unpackCommands } from "../../sources/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";
import { listedSources } from "../sources.js";

/** A pattern or a variable below /sources may stand for any of them; what is no whole plain name counts as one. */
const unclear = /\/sources(?!\/[\w.+~-]+(?:["'\s;)\\]|$))/;

/** W208: a source that is neither unpacked nor mentioned is fetched and enters the build key, and nothing reads it. */
export const deadSourceLint: Lint = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind === "scratch") return [];
  const text = JSON.stringify([parsed.build, parsed.env, parsed.licenseFiles]);
  if (unclear.test(text)) return [];
  return listedSources(parsed).flatMap((source, index): Diagnostic[] => {
    const name = sourceName(source);
    const unpacked = parsed.build.kind !== "hostSeed" && unpackCommands(source).length > 0;
    if (unpacked || text.includes(name)) return [];
    return [
      {
        code: "W208",
        file,
        path: ["sources", index],
        message: `nothing unpacks '${name}' or mentions it`,
        hint: `read it as /sources/${name}, or remove it.`,
      },
    ];
  });
};
