import { didYouMean } from "../../report/suggest.js";
import type { Rule } from "../rule.js";

/** E208: a host seed has its locked list of packages in the repository. */
export const hostSeedRule: Rule = ({ source: { file }, parsed, found }) => {
  if (parsed.kind === "pallet") return [];
  const known = [...found.hostSeeds.keys()].flatMap((path) => /([^/]+)\.txt$/.exec(path)?.[1] ?? []);
  const named = (parsed.standIns ?? []).map((seed, index) => ({ seed, path: ["standIns", index] }));
  if (parsed.build.kind === "hostSeed") named.push({ seed: parsed.build.seed, path: ["build"] });
  return named
    .filter(({ seed }) => !known.includes(seed))
    .map(({ seed, path }) => {
      const hint = didYouMean(seed, known) || `lists are ${known.join(", ") || "none"}; scripts/host-seed makes them.`;
      return { code: "E208", file, path, message: `there is no host seed '${seed}'`, hint };
    });
};
