import semver from "semver";

/** Compares two versions by precedence (Semantic Versioning 2.0.0, section 11). What is no such version comes first. */
export function compareSemver(a: string, b: string): number {
  const [left, right] = [semver.parse(a), semver.parse(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return semver.compare(left, right);
}

/** Whether a version has a pre-release part (section 9). */
export function isPreSemver(version: string): boolean {
  return semver.prerelease(version) !== null;
}
