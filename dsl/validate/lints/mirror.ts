import { mirrors, type MirrorAlias } from "../../model/mirrors.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { isFetched } from "../../sources/source.js";
import type { Lint } from "../lint.js";
import { listedSources } from "../sources.js";

/** Archives that keep whatever they once published: snapshot.debian.org, crates.io, the Go module mirror. */
const permanent: readonly string[] = ["crates", "debian", "go"] satisfies MirrorAlias[];

/** W204: a source that only one server has is lost with that server. */
export const mirrorLint: Lint = ({ source: { file }, parsed }) => {
  return listedSources(parsed).flatMap((source, index): Diagnostic[] => {
    if (!isFetched(source) || source.mirrors !== undefined || isKept(source.url)) return [];
    const hint = 'add `mirrors`: debian("pool/main/…") often has the same bytes.';
    return [
      {
        code: "W204",
        file,
        path: ["sources", index, "url"],
        message: "only one server is named for this source",
        hint,
      },
    ];
  });
};

/** Whether an address stands for several servers, or for one that deletes nothing. */
function isKept(url: string): boolean {
  const alias = /^mirror:\/\/([a-z]+)/.exec(url)?.[1];
  return alias !== undefined && (permanent.includes(alias) || mirrors[alias as MirrorAlias].length > 1);
}
