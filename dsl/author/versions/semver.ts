/** Compares two versions by precedence (Semantic Versioning 2.0.0, section 11). What is no such version comes first. */
export function compareSemver(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return compareLists(left.numbers, right.numbers) || comparePre(left.pre, right.pre);
}

/** Whether a version has a pre-release part (section 9). */
export function isPreSemver(version: string): boolean {
  return (parse(version)?.pre.length ?? 0) > 0;
}

function parse(version: string): { numbers: string[]; pre: string[] } | undefined {
  const [, numbers, pre] = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split("."), pre: pre?.split(".") ?? [] };
}

/** A release comes after its pre-releases. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  return a.length === 0 || b.length === 0 ? Number(a.length === 0) - Number(b.length === 0) : compareLists(a, b);
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const order = b[index] === undefined ? 1 : comparePart(part, b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers by value and before words. */
function comparePart(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b));
  if (left !== right) return left ? -1 : 1;
  return Number(a > b) - Number(a < b);
}
