import type { Change, Need } from "./catalogue.js";

/** A size in bytes as people read it: powers of 1024 (IEC 80000-13). */
export function sizeText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]!}`;
}

/** A time in seconds as people read it. */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** A number with its noun, whose plural is regular. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const kindWords = {
  base: "base",
  buildDeps: "to build",
  runDeps: "at run time",
  members: "member",
  imageBase: "layers",
  cutFrom: "cut from it",
} as const satisfies Record<Need["kind"], string>;

/** Each image once, with the words for all the ways in which it is needed. */
export function needRows(needs: readonly Need[]): { name: string; kinds: string }[] {
  const rows = new Map<string, string[]>();
  for (const { name, kind } of needs) rows.set(name, [...(rows.get(name) ?? []), kindWords[kind]]);
  return [...rows].map(([name, kinds]) => ({ name, kinds: [...new Set(kinds)].join(", ") }));
}

/** What happened, for a list of what is new. @param earlier changes of the same image, the newest first. */
export function changeText({ version, digest }: Change, earlier: readonly Change[]): string {
  const from = earlier.find((change) => change.version !== undefined)?.version;
  if (version !== undefined) return from === undefined ? `new, at ${version}` : `from ${from} to ${version}`;
  if (digest === undefined) return "changed";
  return earlier.some((change) => change.digest !== undefined) ? "another digest" : "first digest";
}

/** The version that an image had at each change: that of the change, else of the last one before it that says any. */
export function versionsAt(history: readonly Change[]): (string | undefined)[] {
  return history.map((_, index) => history.slice(index).find(({ version }) => version !== undefined)?.version);
}

/** What each stage is for. */
export const stageWords: Readonly<Record<string, string>> = {
  bootstrap: "From the seed to the first complete toolchain.",
  core: "What toolchains and most programs need.",
  user: "Programs and libraries beyond that.",
  pallet: "Several images as one, ready to build with.",
};
