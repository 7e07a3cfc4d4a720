import { posix } from "node:path";
import { placeText } from "../formats/place-patch.js";
import type { Step } from "../model/build.js";
import { keepsText } from "../graph/platforms.js";
import { command, expand } from "../recipes/phases.js";
import type { Definition } from "../validate/definition.js";

/** Where a build finds its patches. */
export const patchesFolder = "/patches";

const placePath = "/place.awk";
const placedPath = "/placed.patch";

/**
 * Places and applies each patch. awk is where patch is (POSIX.1-2017 has both), so that nobody needs to say that it is there. Told so,
 * both programs remove a file that has no line left.
 */
export function patchSteps(definition: Definition): Step[] {
  const paths = definition.patches.map((patch) => `${patchesFolder}/${posix.basename(patch)}`);
  if (keepsText(definition)) return paths.map((path) => command("patch", "-p1", "-i", path));
  if (paths.length === 0) return [];
  const place: Step = { kind: "write", path: placePath, lines: placeText.trimEnd().split("\n") };
  const applied = paths.flatMap((path) => [
    command("awk", "-f", placePath, path, expand(`>${placedPath}`)),
    command("patch", "-E", "-p1", "-i", placedPath),
  ]);
  return [place, ...applied];
}
