import { didYouMean } from "../../report/suggest.js";
import type { Rule } from "../rule.js";

/** E208: a host seed has its locked list of packages in the repository. */
export const hostSeedRule: Rule = ({ source: { file }, parsed, found }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "hostSeed") return [];
  const known = [...found.hostSeeds.keys()].flatMap((path) => /([^/]+)\.txt$/.exec(path)?.[1] ?? []);
  const { seed } = parsed.build;
  if (known.includes(seed)) return [];
  const hint = didYouMean(seed, known) || `lists are ${known.join(", ") || "none"}; scripts/host-seed makes them.`;
  return [{ code: "E208", file, path: ["build"], message: `there is no host seed '${seed}'`, hint }];
};
