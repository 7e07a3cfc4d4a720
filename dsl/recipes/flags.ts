/**
 * The default flags of a recipe with the author's after them. A default gives way to a flag of the same name:
 * `--prefix=/opt` replaces `--prefix=/usr`, `-DBUILD_TESTING:BOOL=ON` replaces `-DBUILD_TESTING=OFF`.
 */
export function withDefaults(defaults: readonly string[], flags: readonly string[]): string[] {
  const given = new Set(flags.map(flagName));
  return [...defaults.filter((flag) => !given.has(flagName(flag))), ...flags];
}

/** What a flag is about: its text up to the equals sign, without CMake's type. */
function flagName(flag: string): string {
  const [name] = flag.split("=", 1);
  return flag.startsWith("-D") ? name!.replace(/:.*$/, "") : name!;
}
