import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";
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

/** W205: the bytes of an archive that a forge makes on demand change with the forge's git and compressor. */
export const forgeLint: Lint = ({ source: { file }, parsed }) => {
  return listedSources(parsed).flatMap((source, index) =>
    addressPlaces(source, index)
      .filter(({ url }) => generated.some((pattern) => pattern.test(url)))
      .map(
        ({ path }): Diagnostic => ({
          code: "W205",
          file,
          path,
          message: "the forge makes this archive when it is asked for it",
          hint: "take the archive that upstream uploaded with its release.",
        }),
      ),
  );
};
