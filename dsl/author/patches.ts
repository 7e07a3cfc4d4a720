import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readPatch } from "../formats/patch.js";
import { placeText } from "../formats/place-patch.js";
import { start, toolEnvironment, type Ended } from "../load/run.js";
import { openArchive } from "./archive.js";
import { inTemporaryFolder } from "./fetch.js";

/** Whether a patch fits new sources; `detail` is what is said of it. */
export interface PatchReport {
  readonly patch: string;
  readonly state:
    | "applies"
    | "applies with an offset"
    | "applies with fuzz alone, which builds refuse"
    | "no longer applies"
    | "could not be tried";
  readonly detail?: string;
}

/** Tries patches one after the other on the files that they touch, as the build will apply them. */
export async function tryPatches(archives: readonly string[], patches: readonly string[]): Promise<PatchReport[]> {
  return await inTemporaryFolder(async (folder) => {
    const touched = [...new Set(patches.flatMap((patch) => touchedFiles(readFileSync(patch, "latin1"))))];
    if (archives.length !== 1 || !existsSync(archives[0]!)) {
      return patches.map((patch) => ({
        patch: basename(patch),
        state: "could not be tried",
        detail: "not one archive here holds what it changes",
      }));
    }
    const inside = await (await openArchive(archives[0]!)).unpack(touched, join(folder));
    writeFileSync(join(folder, ".place.awk"), placeText);
    const reports: PatchReport[] = [];
    for (const patch of patches) reports.push(await tryOne(folder, inside, patch));
    return reports;
  });
}

async function tryOne(folder: string, inside: string, patch: string): Promise<PatchReport> {
  const name = basename(patch);
  const said = (state: PatchReport["state"], detail?: string): PatchReport => ({
    patch: name,
    state,
    ...(detail === undefined ? {} : { detail }),
  });
  try {
    const found = await run("awk", ["-f", join(folder, ".place.awk"), patch], inside);
    const detail = found.stderr
      .split("\n")[0]!
      .slice(patch.length + 1)
      .replace(/^\d+: /, "");
    if (found.exitCode !== 0) return said(...(await unfitting(inside, patch, detail)));
    writeFileSync(join(folder, ".placed"), found.stdout, "latin1");
    const { exitCode, stdout } = await run("patch", ["-E", "-p1", "-i", join(folder, ".placed")], inside);
    if (exitCode !== 0) return said("no longer applies", stdout.split("\n")[0]!);
    return said(detail === "" ? "applies" : "applies with an offset");
  } catch {
    return said("could not be tried", "patch or awk is not installed");
  }
}

/** What GNU patch alone would have done with a patch that does not fit, and what it says; else what is said of it. */
async function unfitting(inside: string, patch: string, why: string): Promise<[PatchReport["state"], string]> {
  const { exitCode, stdout, stderr } = await run(
    "patch",
    ["--dry-run", "--batch", "--forward", "-p1", "-i", patch],
    inside,
  );
  if (exitCode === 0)
    return [/with fuzz/.test(stdout) ? "applies with fuzz alone, which builds refuse" : "no longer applies", why];
  const said = `${stdout}${stderr}`
    .split("\n")
    .find((line) => /FAILED|malformed|can't find|ignored|Reversed/.test(line));
  return ["no longer applies", said?.trim() ?? why];
}

async function run(tool: string, words: readonly string[], cwd: string): Promise<Ended> {
  return await start(tool, words, { cwd, env: toolEnvironment() }).ended;
}

/** Files that a patch changes, by path below the source's top. */
function touchedFiles(patch: string): string[] {
  const reading = readPatch(patch);
  return "files" in reading ? reading.files.map(({ path }) => path) : [];
}
