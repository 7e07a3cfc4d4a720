import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { start } from "../load/run.js";
import { openArchive } from "./archive.js";
import { inTemporaryFolder } from "./fetch.js";

/** Whether a patch fits new sources; `detail` is what patch complained of. */
export interface PatchReport {
  readonly patch: string;
  readonly state: "applies" | "applies with an offset" | "no longer applies" | "could not be tried";
  readonly detail?: string;
}

/** Tries patches one after the other on the files that they touch, as the build will apply them (`patch -p1`). */
export async function tryPatches(archives: readonly string[], patches: readonly string[]): Promise<PatchReport[]> {
  return await inTemporaryFolder(async (folder) => {
    const touched = [...new Set(patches.flatMap((patch) => touchedFiles(readFileSync(patch, "utf8"))))];
    if (archives.length !== 1 || !existsSync(archives[0]!)) {
      return patches.map((patch) => ({
        patch: basename(patch),
        state: "could not be tried",
        detail: "not one archive here holds what it changes",
      }));
    }
    const inside = await (await openArchive(archives[0]!)).unpack(touched, folder);
    const reports: PatchReport[] = [];
    for (const patch of patches) reports.push(await tryOne(inside, patch));
    return reports;
  });
}

async function tryOne(folder: string, patch: string): Promise<PatchReport> {
  const words = [
    "--strip=1",
    "--batch",
    "--forward",
    "--no-backup-if-mismatch",
    "--reject-file=-",
    `--directory=${folder}`,
    `--input=${patch}`,
  ];
  try {
    const { exitCode, stdout, stderr } = await start("patch", words, { env: { ...process.env, LC_ALL: "C" } }).ended;
    const detail = `${stdout}${stderr}`
      .split("\n")
      .find((line) => /FAILED|malformed|can't find|ignored|Reversed/.test(line))
      ?.trim();
    if (exitCode === 0)
      return { patch: basename(patch), state: /offset|fuzz/.test(stdout) ? "applies with an offset" : "applies" };
    return { patch: basename(patch), state: "no longer applies", ...(detail === undefined ? {} : { detail }) };
  } catch {
    return { patch: basename(patch), state: "could not be tried", detail: "patch is not installed" };
  }
}

/** Files that a unified diff changes, by path below the source's top (GNU diffutils manual, section "Detailed Description of Unified Format"). */
function touchedFiles(patch: string): string[] {
  const names = [...patch.matchAll(/^(?:---|\+\+\+) ([^\t\n]+)/gm)].map(([, name]) => name!.trim());
  return names.filter((name) => name !== "/dev/null").map((name) => name.split("/").slice(1).join("/"));
}
