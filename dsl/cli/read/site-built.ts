import { join } from "node:path";
import { readText } from "../../load/files.js";
import type { PlatformFacts } from "../../site/catalogue.js";
import { type BuiltManifest, builtManifest } from "./built-manifest.js";

/**
 * Size, layers and time of an image in the output directory; nothing where another image than the committed one lies there, because
 * pages tell of the committed one. Blobs are not hashed: `defs verify --layouts` does that.
 */
export function builtFacts(
  out: string,
  directory: string,
  image: string,
  digest: string | undefined,
): Pick<PlatformFacts, "size" | "layers" | "seconds"> {
  const folder = join(out, directory, image);
  const unknown = { size: undefined, layers: undefined, seconds: undefined };
  const manifest = digest === undefined ? undefined : whole(folder, digest);
  if (manifest === undefined) return unknown;
  return {
    size: manifest.layers.reduce((sum, { size }) => sum + size, 0),
    layers: manifest.layers.length,
    seconds: notedSeconds(folder),
  };
}

/** Half an image counts as none. */
function whole(folder: string, digest: string): BuiltManifest | undefined {
  try {
    return builtManifest(folder, digest);
  } catch {
    return undefined;
  }
}

/** As scripts/build noted in a file of its own, else in the record. */
function notedSeconds(folder: string): number | undefined {
  const noted = text(join(folder, "seconds")) ?? /^seconds (\d+)$/m.exec(text(join(folder, "record")) ?? "")?.[1];
  return noted !== undefined && /^\d+\s*$/.test(noted) ? Number(noted) : undefined;
}

function text(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined; // Most images are not built here.
  }
}
