import { mirrors, type MirrorAlias } from "../../model/mirrors.js";
import { isFetched } from "../../sources/source.js";
import type { Finding, Lint } from "../lint.js";
import { listedSources } from "../sources.js";

/** Archives that keep whatever they once published: snapshot.debian.org, crates.io, the Go module mirror. */
const permanent: readonly string[] = ["crates", "debian", "go"] satisfies MirrorAlias[];

/** A source that only one server has is lost with that server. */
const check: Lint["check"] = ({ parsed }) => {
  return listedSources(parsed).flatMap((source, index): Finding[] => {
    if (!isFetched(source) || source.mirrors !== undefined || isKept(source.url)) return [];
    const hint = 'add `mirrors`: debian("pool/main/…") often has the same bytes.';
    return [
      {
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

export const mirrorLint: Lint = {
  code: "W204",
  title: "source that only one server has",
  about: "sources",
  finds: "a source that only one server has, one that may delete it",
  check,
  page: `One address is named for a source, and it is neither an alias of several servers (\`gnu\`, \`kernel\`, \`cpan\`, \`sourceforge\`) nor
in an archive that keeps whatever it once published (\`debian\`, \`crates\`, \`goModule\`).

Bad:

\`\`\`ts
sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256 }],
\`\`\`

Good:

\`\`\`ts
sources: [{
  url: "https://example.org/tool-1.0.tar.gz",
  mirrors: [debian("pool/main/t/tool/tool_1.0.orig.tar.gz")],
  sha256,
}],
\`\`\`

Where no other server has the same bytes, say so above the line: \`// allow W204: upstream publishes nowhere else\`.

Why: a package whose only server is gone cannot be rebuilt, so its digest cannot be checked any more.`,
};
