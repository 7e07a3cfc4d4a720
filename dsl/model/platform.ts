/** Platforms an image can be built for, in the spelling of the OCI image index: `os/architecture`. */
export const platforms = ["linux/386", "linux/amd64", "linux/arm64"] as const;

/** One of the platforms, such as "linux/amd64". */
export type Platform = (typeof platforms)[number];

/** Stages of the tree in the order in which they may depend on each other; pallets stand beside them. */
export const stages = ["bootstrap", "core", "user", "pallet"] as const;

/** The stage of a package: the folder of its definition and the first part of its name. */
export type Stage = (typeof stages)[number];
