import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { emitMirrors } from "../emit/lists.js";
import { repository } from "../load/place.js";
import { makeTemporaryFolder, removeTemporaryFolder } from "../load/temporary.js";

/** Bytes that an address gave, now in the store. */
export interface Learnt {
  readonly url: string;
  readonly sha256: string;
  readonly size: number;
}

/**
 * Takes the bytes of addresses into the store with scripts/fetch, which says on stderr how far it is and why an address
 * could not be fetched. What could not is missing in the result.
 * @param options.store another store than the usual one.
 */
export async function learn(
  urls: readonly string[],
  options: { readonly store?: string; readonly quiet?: boolean } = {},
): Promise<Map<string, Learnt>> {
  const out = urls.length === 0 ? "" : await runFetch(["--learn", ...flags(options), "--", ...urls]);
  const lines = out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(" "));
  return new Map(lines.map(([sha256, size, url]) => [url!, { url: url!, sha256: sha256!, size: Number(size) }]));
}

/** Fetches what the lines of a source manifest name; see docs/fetching.md. Whether the store has it then shows in `storePath`. */
export async function fetchManifest(
  lines: readonly string[],
  options: { readonly store?: string; readonly quiet?: boolean } = {},
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const manifest = join(folder, "sources.txt");
    writeFileSync(manifest, lines.map((line) => `${line}\n`).join(""));
    await runFetch([...flags(options), manifest]);
  });
}

/** Runs a function with a folder that is gone afterwards. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporaryFolder();
  try {
    return await use(folder);
  } finally {
    removeTemporaryFolder(folder);
  }
}

function flags({ store, quiet }: { readonly store?: string; readonly quiet?: boolean }): string[] {
  return [...(store === undefined ? [] : ["--store", store]), ...(quiet ? ["--quiet"] : [])];
}

/** The mirror table is the compiler's own: the tree may not be compiled yet. */
function runFetch(words: readonly string[]): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    const table = join(folder, "mirrors.txt");
    writeFileSync(table, emitMirrors());
    const { exitCode, stdout } = await execa(join(repository, "scripts/fetch"), words, {
      env: { STAGEX_MIRRORS: table, ...process.env },
      extendEnv: false,
      stdin: "ignore",
      stderr: "inherit",
      stripFinalNewline: false,
      reject: false,
    });
    if (exitCode !== 0 && exitCode !== 1) throw new Error("scripts/fetch failed; see its output above");
    return stdout;
  });
}
