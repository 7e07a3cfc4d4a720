/** Platforms an image can be built for, in the spelling of the OCI image index: `os/architecture`. */
export const platforms = ["linux/386", "linux/amd64", "linux/arm64"] as const;

/** One of the platforms, such as "linux/amd64". */
export type Platform = (typeof platforms)[number];

/** A platform as it is spelt in paths: `linux/amd64` is `linux-amd64`. */
export function platformFolder(platform: string): string {
  return platform.replaceAll("/", "-");
}

/** Processors by the architecture of their images. */
export const architectures = ["386", "amd64", "arm64"] as const;

/** One of the architectures, such as "amd64". */
export type Architecture = (typeof architectures)[number];

/** Machines that run the programs of a platform without emulation. */
export const machines: Readonly<Record<Platform, readonly Architecture[]>> = {
  "linux/386": ["386", "amd64"],
  "linux/amd64": ["amd64"],
  "linux/arm64": ["arm64"],
};

/**
 * The platform that an engine is told for a build.
 * @param platform what the image is for. @param base the platform of what runs in the build: the image's own, unless it is
 * cross-compiled.
 */
export function enginePlatform(platform: Platform, base: Platform): Platform {
  const architecture = platform.slice("linux/".length) as Architecture;
  return machines[base].includes(architecture) ? platform : base;
}

/** Stages of the tree in the order in which they may depend on each other; pallets stand beside them. */
export const stages = ["bootstrap", "core", "user", "pallet"] as const;

/** The stage of a package: the folder of its definition and the first part of its name. */
export type Stage = (typeof stages)[number];
