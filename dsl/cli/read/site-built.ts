import { join } from "node:path";
import { readText } from "../../load/files.js";
import type { PlatformFacts } from "../../site/catalogue.js";

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
  if (digest === undefined || manifestDigest(folder) !== digest) return unknown;
  const manifest = json<{ layers?: { size?: number }[] }>(join(folder, "blobs/sha256", digest));
  if (manifest?.layers === undefined) return unknown;
  return {
    size: manifest.layers.reduce((sum, { size }) => sum + (size ?? 0), 0),
    layers: manifest.layers.length,
    seconds: notedSeconds(folder),
  };
}

function manifestDigest(folder: string): string | undefined {
  return json<{ manifests?: { digest?: string }[] }>(join(folder, "index.json"))?.manifests?.[0]?.digest?.slice(7);
}

/** As scripts/build noted in a file of its own, else in the record. */
function notedSeconds(folder: string): number | undefined {
  const noted = text(join(folder, "seconds")) ?? /^seconds (\d+)$/m.exec(text(join(folder, "record")) ?? "")?.[1];
  return noted !== undefined && /^\d+\s*$/.test(noted) ? Number(noted) : undefined;
}

function json<T>(path: string): T | undefined {
  try {
    return JSON.parse(text(path) ?? "") as T;
  } catch {
    return undefined; // Half an image: it counts as none.
  }
}

function text(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined; // Most images are not built here.
  }
}
