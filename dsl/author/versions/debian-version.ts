/**
 * Compares two versions by the rule of Debian (deb-version(7), "Sorting algorithm"): runs of digits as numbers, other runs by
 * character, letters before other marks, and `~` before everything, even the end.
 * @returns below, equal to or above 0.
 */
export function compareDebian(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order =
      index % 2 === 0
        ? compareMarks(left[index] ?? "", right[index] ?? "")
        : compareNumbers(left[index] ?? "0", right[index] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}

/** Runs of other characters and of digits in turn, the former first. */
function split(version: string): string[] {
  return [...version.matchAll(/(\D*)(\d*)/g)].flatMap(([, marks, digits]) => [marks!, digits || "0"]);
}

function compareMarks(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = weight(a[index]) - weight(b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function weight(mark: string | undefined): number {
  if (mark === undefined) return 0;
  if (mark === "~") return -1;
  return /[A-Za-z]/.test(mark) ? mark.charCodeAt(0) : mark.charCodeAt(0) + 256;
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The part of a Debian version that upstream gave: without epoch, revision and the marks of a repack (`+dfsg`, `+ds`, `+really`). */
export function upstreamVersion(version: string): string {
  const upstream = version.replace(/^\d+:/, "").replace(/-[^-]*$/, "");
  const really = /\+really(.+)$/.exec(upstream)?.[1] ?? upstream;
  return really.replace(/[+.~]?(?:dfsg|ds|repack|debian)[0-9.]*$/, "");
}

/**
 * Whether a version comes before the release that it leads to, or is a snapshot between two: it says so in a word, with Debian's `~`,
 * or as GNU snapshots do, with a date behind a minor number of 50 or 90 and more.
 */
export function isPreRelease(version: string): boolean {
  return (
    version.includes("~") ||
    /\.(?:50|9\d)\.20\d{6}/.test(version) ||
    /(?:^|[^a-z])(?:[ab]\d+|(?:alpha|beta|dev|git|pre|preview|rc|snapshot|svn)[.-]?\d*)(?:[^a-z]|$)/i.test(version)
  );
}
