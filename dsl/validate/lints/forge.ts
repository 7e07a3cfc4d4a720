import type { Finding, Lint } from "../lint.js";
import { addressPlaces, listedSources } from "../sources.js";

/** Addresses at which a forge packs a revision anew whenever it is asked; release assets and uploads have others. */
const generated: readonly RegExp[] = [
  /^(?:https:\/\/github\.com|mirror:\/\/github)\/[^/]+\/[^/]+\/(?:archive|tarball|zipball)\//,
  /^https:\/\/(?:codeload\.github\.com|api\.github\.com\/repos)\//,
  /^https:\/\/[^/]+\/.+\/-\/archive\//, // GitLab
  /^https:\/\/(?:[^/]*git[^/]*|codeberg\.org)\/[^/]+\/[^/]+\/archive\//, // Gitea, Forgejo, SourceHut; elsewhere a folder may have that name
  /^https:\/\/bitbucket\.org\/[^/]+\/[^/]+\/get\//,
  /^https:\/\/[^/]+\/(?:.+\/)?(?:snapshot|\+archive)\/[^/]+$/, // cgit, Gitiles
  /^https:\/\/[^/]+\/.*[?;&]a=snapshot(?:[;&]|$)/, // gitweb
];

/** The bytes of an archive that a forge makes on demand change with the forge's git and compressor. */
const check: Lint["check"] = ({ parsed }) => {
  return listedSources(parsed).flatMap((source, index) =>
    addressPlaces(source, index)
      .filter(({ url }) => generated.some((pattern) => pattern.test(url)))
      .map(
        ({ path }): Finding => ({
          path,
          message: "the forge makes this archive when it is asked for it",
          hint: "take the archive that upstream uploaded with its release.",
        }),
      ),
  );
};

export const forgeLint: Lint = {
  code: "W205",
  title: "archive that a forge makes on demand",
  about: "sources",
  finds: "an archive that a forge packs when it is asked",
  check,
  page: `The address is that of an archive which a forge packs from a revision whenever it is asked, as \`/archive/\` of GitHub, \`/-/archive/\` of
GitLab, or a snapshot of cgit.

Bad:

\`\`\`ts
url: github("owner/tool/archive/refs/tags/v1.0.tar.gz"),
\`\`\`

Good:

\`\`\`ts
url: github("owner/tool/releases/download/v1.0/tool-1.0.tar.gz"),
\`\`\`

Where upstream uploads nothing, say so above the line: \`// allow W205: upstream uploads no archive\`.

Why: the bytes depend on the forge's git and compressor. When those are updated, the sha256 fits no more, though nothing
changed.`,
};
