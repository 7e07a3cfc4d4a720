import { compareText } from "../report/diagnostic.js";

/** What a rebuilder found of one image. */
export interface Found {
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** What else is known, in the order in which differences are looked for: layers of a layout, or the inputs that an attestation names. */
  readonly details: ReadonlyMap<string, string>;
}

/** One who built: a name, and the images by NAME@PLATFORM. */
export interface Rebuilder {
  readonly name: string;
  readonly kind: "attestation" | "digests" | "layouts";
  readonly images: ReadonlyMap<string, Found>;
}

/** Those who found one digest. */
export interface Group {
  readonly digest: string;
  readonly by: readonly string[];
}

/** The first thing beside the digest in which two rebuilders differ. */
export interface FirstDifference {
  readonly between: readonly [string, string];
  readonly about: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** What rebuilders found of one image, the largest group first. */
export interface Verdict {
  readonly image: string;
  readonly platform: string;
  /** `alone`: only one of them has it. */
  readonly verdict: "agree" | "alone" | "differ";
  readonly groups: readonly Group[];
  /** Null where they agree, or know nothing but digests. */
  readonly first: FirstDifference | null;
}

/** Who agrees with whom, image by image in byte order. */
export function compareRebuilders(rebuilders: readonly Rebuilder[]): Verdict[] {
  const ids = new Set(rebuilders.flatMap(({ images }) => [...images.keys()]));
  return [...ids].sort(compareText).map((id) => verdictOf(id, rebuilders));
}

function verdictOf(id: string, rebuilders: readonly Rebuilder[]): Verdict {
  const [image, platform] = id.split("@") as [string, string];
  const having = rebuilders.filter(({ images }) => images.has(id));
  const byDigest = new Map<string, string[]>();
  for (const { name, images } of having) {
    const { digest } = images.get(id)!;
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), name]);
  }
  const groups = [...byDigest]
    .map(([digest, by]) => ({ digest, by }))
    .sort((a, b) => b.by.length - a.by.length || compareText(a.digest, b.digest));
  const verdict = having.length < 2 ? "alone" : groups.length === 1 ? "agree" : "differ";
  return { image, platform, verdict, groups, first: verdict === "differ" ? firstDifference(id, having) : null };
}

/** Looks at the first two of one kind whose digests differ: others know different things. */
function firstDifference(id: string, having: readonly Rebuilder[]): FirstDifference | null {
  for (const [index, one] of having.entries())
    for (const other of having.slice(index + 1)) {
      const [a, b] = [one.images.get(id)!, other.images.get(id)!];
      if (one.kind !== other.kind || a.digest === b.digest) continue;
      for (const about of new Set([...a.details.keys(), ...b.details.keys()])) {
        const [first, second] = [a.details.get(about) ?? null, b.details.get(about) ?? null];
        if (first !== second) return { between: [one.name, other.name], about, a: first, b: second };
      }
    }
  return null;
}

/** How many images have each verdict. */
export function tally(verdicts: readonly Verdict[]): Readonly<Record<Verdict["verdict"], number>> {
  const count = (kind: Verdict["verdict"]): number => verdicts.filter(({ verdict }) => verdict === kind).length;
  return { agree: count("agree"), alone: count("alone"), differ: count("differ") };
}

/** The verdicts as lines for people; those who agree take one line each. */
export function asText(verdicts: readonly Verdict[]): string {
  const lines = verdicts.flatMap(({ image, platform, verdict, groups, first }) => [
    `${verdict.padEnd(6)} ${platform} ${image}${groups.length === 1 ? ` ${groups[0]!.digest} ${groups[0]!.by.join(", ")}` : ""}`,
    ...(groups.length === 1 ? [] : groups.map(({ digest, by }) => `  ${digest} ${by.join(", ")}`)),
    ...(first === null ? [] : [`  first difference: ${difference(first)}`]),
  ]);
  return lines.map((line) => `${line}\n`).join("") + sentence(verdicts);
}

function difference({ between: [one, other], about, a, b }: FirstDifference): string {
  return `${about}: ${a ?? "nothing"} (${one}), ${b ?? "nothing"} (${other})`;
}

function sentence(verdicts: readonly Verdict[]): string {
  const { agree, alone, differ } = tally(verdicts);
  return `${agree} images agree, ${differ} differ, ${alone} are in one place only\n`;
}

/** The verdicts as a table for a pull request (GitHub Flavored Markdown 0.29, section 4.10); what differs comes first. */
export function asMarkdown(verdicts: readonly Verdict[]): string {
  const order = ["differ", "agree", "alone"];
  const rows = [...verdicts]
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map(({ image, platform, verdict, groups, first }) => {
      const found = groups
        .map(({ digest, by }) => `\`${digest.slice(7, 19)}\` ${by.map(cell).join(", ")}`)
        .join("<br>");
      const why = first === null ? "" : `<br>first difference: ${cell(difference(first))}`;
      return `| ${verdict} | ${image} | ${platform} | ${found}${why} |\n`;
    });
  return `${sentence(verdicts)}\n| | image | platform | digest and who found it |\n| --- | --- | --- | --- |\n${rows.join("")}`;
}

/** Names are the caller's, and details come from files: neither may end a cell or make markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_|<>[\]!&]/g, "\\$&").replace(/[^ -~]/gu, "?");
}
