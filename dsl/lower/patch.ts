import { posix } from "node:path";
import { placeText } from "../formats/place-patch.js";
import type { Step } from "../model/build.js";
import { command, expand } from "../recipes/phases.js";
import type { Definition } from "../validate/definition.js";
import type { Instruction } from "./ir.js";

/** Where a build finds its patches. */
export const patchesFolder = "/patches";

const placePath = `${patchesFolder}/place.awk`;
const placedPath = `${patchesFolder}/placed`;

/** Writes that program into the build, when there are patches. Images of the bootstrap are made without it, and stay as they are. */
export function patchPlacing({ stage, patches }: Definition): Instruction[] {
  return stage === "bootstrap" || patches.length === 0 ? [] : [{ kind: "write", path: placePath, text: placeText }];
}

/**
 * Places and applies each patch. awk is where patch is (POSIX.1-2017 has both), so that nobody needs to say that it is there. Told so,
 * both programs remove a file that has no line left.
 */
export function patchSteps({ stage, patches }: Definition): Step[] {
  const paths = patches.map((patch) => `${patchesFolder}/${posix.basename(patch)}`);
  if (stage === "bootstrap") return paths.map((path) => command("patch", "-p1", "-i", path));
  return paths.flatMap((path) => [
    command("awk", "-f", placePath, path, expand(`>${placedPath}`)),
    command("patch", "-E", "-p1", "-i", placedPath),
  ]);
}
