import { platformFolder } from "../model/platform.js";

/** The folder of an image below generated/, such as `core/zlib`. */
export function imageFolder({ stage, name }: { readonly stage: string; readonly name: string }): string {
  return `${stage}/${name.slice(stage.length + 1)}`;
}

/**
 * The file of a static key, from the tree's root.
 * @param folder of the image below generated/. @param seed a host seed that stands in for it.
 */
export function keyFile(folder: string, platform: string, seed?: string): string {
  return `generated/${folder}/${platformFolder(platform)}${seed === undefined ? "" : `.${seed}`}.key`;
}
