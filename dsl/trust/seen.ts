import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { sha256, writeWhole } from "./files.js";
import { parseJson } from "./json.js";
import { exitCodes, fail } from "./problem.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.strictObject({
  release: z.int().min(1),
  sha256: hash,
  // Notes that were written before releases had a log lack it.
  log: z.strictObject({ size: z.int().min(1), root: hash }).optional(),
});

/** The newest release a user has seen of a repository. */
export type Seen = z.infer<typeof schema>;

/** The user's state directory for this project (XDG base directories, `$XDG_STATE_HOME`). */
export function stateDirectory(environment: NodeJS.ProcessEnv): string {
  return join(environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "stagex");
}

function seenPath(directory: string, repository: string): string {
  return join(directory, `release-${sha256(repository).slice(0, 16)}.json`);
}

/** The newest release seen of a repository; undefined when none was. @throws TrustError E506 when the note of it is damaged. */
export async function readSeen(directory: string, repository: string): Promise<Seen | undefined> {
  const path = seenPath(directory, repository);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    return error.code === "ENOENT"
      ? undefined
      : fail("E506", path, `cannot be read (${error.code ?? ""})`, exitCodes.notMet);
  });
  if (text === undefined) return undefined;
  const seen = schema.safeParse(parse(text));
  return seen.success
    ? seen.data
    : fail(
        "E506",
        path,
        "is damaged; without it a rollback cannot be noticed",
        exitCodes.notMet,
        "restore it, or remove it and give --minimum",
      );
}

/** Notes the newest release seen of a repository. */
export async function writeSeen(directory: string, repository: string, seen: Seen): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeWhole(seenPath(directory, repository), `${JSON.stringify(seen)}\n`);
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
