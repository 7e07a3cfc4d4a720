import { build, builtHash, sourcesHash } from "../../bin/build.js";

/** Builds dist/ when it is outdated: definitions are checked against its types and evaluated by its sandbox. */
export default async function setup(): Promise<void> {
  if (builtHash() !== sourcesHash()) await build();
}
