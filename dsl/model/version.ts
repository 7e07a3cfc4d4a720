/** What a version may be: it stands in names of files, in tags and in shell. */
export const versionForm = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;
/** The same in words, behind what is said of. */
export const versionRule = "must start with a letter or digit and hold only letters, digits and . _ + ~ -";
