import type { HostSeedBuild } from "../model/build.js";

/** The root filesystem of a Debian release, by the name of its locked list in bootstrap/host-seeds/, such as "debian-bookworm-gcc". */
export function hostSeed(seed: string): HostSeedBuild {
  return Object.freeze({ kind: "hostSeed" as const, seed });
}
