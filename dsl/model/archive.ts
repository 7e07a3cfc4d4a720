const formats: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.tar$/, ["tar"]],
  [/\.(?:tar\.gz|tgz)$/, ["tar", "gzip"]],
  [/\.(?:tar\.bz2|tbz2)$/, ["tar", "bzip2"]],
  [/\.(?:tar\.xz|txz)$/, ["tar", "xz"]],
  [/\.tar\.zst$/, ["tar", "zstd"]],
  [/\.tar\.lz$/, ["tar", "lzip"]],
  [/\.zip$/, ["unzip"]],
  [/\.deb$/, ["ar", "rm", "tar", "xz"]],
];

/** Commands that unpack a file of this name, or undefined when the name is not that of an archive. */
export function archiveTools(name: string): readonly string[] | undefined {
  return formats.find(([pattern]) => pattern.test(name))?.[1];
}
