/** What a version may be: it stands in names of files, in tags and in shell. */
export const versionForm = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;
/** The same in words, behind what is said of. */
export const versionRule = "must start with a letter or digit and hold only letters, digits and . _ + ~ -";

/** The tag an image is published under: its version, with what a tag cannot hold replaced by `_`; `latest` without one. */
export function tagOf(version: string | null | undefined): string {
  return (version ?? "latest")
    .replaceAll(/[^A-Za-z0-9_.-]/g, "_")
    .replace(/^[.-]/, "_")
    .slice(0, 128);
}
