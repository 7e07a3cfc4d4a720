import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { isZip } from "../formats/zip.js";
import { tarDifference } from "./alike-tar.js";
import { zipDifference } from "./alike-zip.js";
import { Budget, sourceLimits } from "./budget.js";
import { ByteReader } from "./bytes.js";
import { decompress, decompressorOf } from "./decompress.js";

/**
 * What in an archive GNU's and busybox's tar, or Info-ZIP's and busybox's unzip, unpack differently, often without a word; undefined when
 * there is nothing, or the file is no archive of these kinds. Reads all of it.
 * @param strip how many leading components of names are dropped.
 * @returns the end of a sentence that begins with the archive, such as "has a sparse file, 'tool-1/disk.img'".
 * @throws ArchiveError when it is damaged, MissingTool when this machine cannot undo its compression.
 */
export async function differently(path: string, strip = 0): Promise<string | undefined> {
  const stream = createReadStream(path);
  try {
    const packed = new ByteReader(stream);
    const start = await packed.peek(512);
    if (isZip(start)) return await inZip(path);
    const tool = decompressorOf(start);
    if (tool === undefined) return await tarDifference(packed, strip);
    const bytes = decompress(packed.rest(), tool, new Budget(sourceLimits));
    try {
      return await tarDifference(new ByteReader(bytes), strip);
    } finally {
      await bytes.return();
    }
  } finally {
    stream.destroy();
  }
}

async function inZip(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    return await zipDifference(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}
