import { type Platform, platforms } from "../model/platform.js";

/** One line of generated/images.txt: an image on one platform, and what it is made from. */
export interface ImageLine {
  /** NAME@PLATFORM. */
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  /** Its folder below generated/. */
  readonly folder: string;
  /** What its build needs, as NAME@PLATFORM. */
  readonly needs: readonly string[];
  /** Host seeds that may stand in for it. */
  readonly standIns: readonly string[];
}

/** Reads the text of generated/images.txt: a line per image and platform, in build order. @throws Error when it has another form. */
export function readImageList(text: string): ImageLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readLine);
}

function readLine(line: string): ImageLine {
  const [name = "", platform = "", folder = "", , needs = "-", , standIns] = line.split(" ");
  if (!isPlatform(platform))
    throw new Error(
      `generated/images.txt: '${line}' names no known platform; it was written by another version of the compiler`,
    );
  return {
    id: `${name}@${platform}`,
    name,
    platform,
    folder,
    needs: needs === "-" ? [] : needs.split(",").map((need) => withPlatform(need, platform)),
    standIns: standIns?.split(",") ?? [],
  };
}

/** A need as NAME@PLATFORM: lists and keys name the platform only where it is not the image's own. */
export function withPlatform(need: string, platform: string): string {
  return need.includes("@") ? need : `${need}@${platform}`;
}

function isPlatform(name: string): name is Platform {
  return (platforms as readonly string[]).includes(name);
}
