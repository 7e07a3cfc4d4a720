import { createHash } from "node:crypto";
import { contentsOf } from "./contents.js";
import type { Files } from "./files.js";
import type { SeedMarks } from "./rule.js";

/** Learns by what a host seed would be recognised, from its own files. */
export function seedMarks(name: string, files: Files): SeedMarks {
  const buildIds = new Map<string, string>();
  const binaries = new Map<string, string>();
  for (const { file, bytes, elf, members } of contentsOf(files)) {
    if (elf === undefined && members.length === 0) continue;
    binaries.set(createHash("sha256").update(bytes).digest("hex"), file.path);
    for (const id of elf?.buildIds ?? []) buildIds.set(id, file.path);
  }
  const folders = [...files.values()].filter(({ kind }) => kind === "directory").map(({ path }) => path);
  const triplets = new Set(
    folders.flatMap((path) => /^\/usr\/(?:lib|include)\/([a-z0-9_]+-linux-[a-z0-9]+)$/.exec(path)?.[1] ?? []),
  );
  return { name, buildIds, binaries, triplets: [...triplets], distribution: distributionOf(files) };
}

/** os-release(5): the first word of NAME, such as Debian. */
function distributionOf(files: Files): string | undefined {
  const release = files.get("/usr/lib/os-release") ?? files.get("/etc/os-release");
  if (release?.kind !== "file") return undefined;
  return /^NAME="?([A-Za-z]+)/m.exec(release.read().toString("utf8"))?.[1];
}
