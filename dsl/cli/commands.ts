import type { Command } from "commander";

/** A module that tells the program about its commands. */
export interface CommandModule {
  register(program: Command): void;
}

/** The modules with the commands of each, in the order of the help. */
const modules: readonly (readonly [names: readonly string[], load: () => Promise<CommandModule>])[] = [
  [["compile"], () => import("./compile.js")],
  [["check"], () => import("./check.js")],
  [["new"], () => import("./new.js")],
  [["bump"], () => import("./bump.js")],
  [["outdated"], () => import("./outdated.js")],
  [["fmt"], () => import("./fmt.js")],
  [["list"], () => import("./list.js")],
  [["show"], () => import("./show.js")],
  [["explain"], () => import("./explain.js")],
  [["graph", "diff"], () => import("./graph.js")],
  [["site"], () => import("./site.js")],
  [["pins"], () => import("./pins.js")],
  [["sources"], () => import("./sources.js")],
  [["ledger"], () => import("./ledger.js")],
  [["sbom"], () => import("./sbom.js")],
  [["attest"], () => import("./attest.js")],
  [["attach"], () => import("./attach.js")],
  [["bundle"], () => import("./bundle.js")],
  [["vex"], () => import("./vex.js")],
  [["compare"], () => import("./compare.js")],
  [["plan"], () => import("./plan.js")],
  [["why-rebuild"], () => import("./why-rebuild.js")],
  [["prove"], () => import("./prove.js")],
  [["verify"], () => import("./verify.js")],
  [["sign"], () => import("./sign.js")],
  [["signatures"], () => import("./signatures.js")],
  [["policy"], () => import("./policy.js")],
  [["release"], () => import("./release.js")],
  [["completion"], () => import("./completion.js")],
  [["man"], () => import("./man.js")],
];

/** Commands that speak of all others. */
const speaksOfAll = new Set(["completion", "man", "help", "--help", "-h"]);

/**
 * The modules that a command line may need: those with a command among its words, because most others need more of the
 * compiler than the one that was asked for; all of them when nothing is recognised.
 */
export async function neededModules(words: readonly string[]): Promise<CommandModule[]> {
  const named = words.some((word) => speaksOfAll.has(word))
    ? []
    : modules.filter(([names]) => names.some((name) => words.includes(name)));
  return Promise.all((named.length > 0 ? named : modules).map(([, load]) => load()));
}
