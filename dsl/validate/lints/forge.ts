import type { Source } from "../../model/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";

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

/** W205: the bytes of an archive that a forge makes on demand change with the forge's git and compressor. */
export const forgeLint: Lint = ({ source: { file }, parsed }) => {
  const sources = ((parsed.kind === "package" && parsed.sources) || []) as readonly Source[];
  return sources.flatMap((source, index) => {
    if ("seed" in source) return [];
    const addresses = [
      { url: source.url, path: ["sources", index, "url"] },
      ...(source.mirrors ?? []).map((url, number) => ({ url, path: ["sources", index, "mirrors", number] })),
    ];
    return addresses
      .filter(({ url }) => generated.some((pattern) => pattern.test(url)))
      .map(
        ({ path }): Diagnostic => ({
          code: "W205",
          file,
          path,
          message: "the forge makes this archive when it is asked for it",
          hint: "take the archive that upstream uploaded with its release.",
        }),
      );
  });
};
