import { createHash } from "node:crypto";
import type { Content } from "../contents.js";
import type { ContentRule, Finding, SeedMarks } from "../rule.js";

/** E812: nothing of a host seed is left: not its binaries, not its compiler's name for itself, not its folders. */
export const seedRule: ContentRule = ({ seeds }, content) =>
  seeds.flatMap((seed): Finding[] => {
    const mark = markOf(seed, content);
    if (mark === undefined) return [];
    return [
      {
        code: "E812",
        subject: content.file.path,
        message: `${content.file.path} ${mark}, of the host seed ${seed.name}`,
        hint: "find what took it from the seed: only what was built from source may stand in an image.",
      },
    ];
  });

function markOf(seed: SeedMarks, { file, bytes, elf, members }: Content): string | undefined {
  const compiled = elf !== undefined || members.length > 0;
  if (!compiled) return folderOf(seed, bytes, file.path);
  const same = seed.binaries.get(createHash("sha256").update(bytes).digest("hex"));
  if (same !== undefined) return `has the bytes of ${same}`;
  const id = elf?.buildIds.find((item) => seed.buildIds.has(item));
  if (id !== undefined) return `has the build id of ${seed.buildIds.get(id)}`;
  const words = [...seed.triplets, ...(seed.distribution === undefined ? [] : [seed.distribution])];
  const word = words.find((item) => bytes.includes(item));
  return word === undefined ? undefined : `names ${word}`;
}

/** Text may well speak of a triplet; a folder of that name is what only the seed has. */
function folderOf(seed: SeedMarks, bytes: Buffer, path: string): string | undefined {
  const named = seed.triplets.find((triplet) => path.split("/").includes(triplet));
  if (named !== undefined) return `lies in a folder ${named}`;
  const folders = seed.triplets.flatMap((triplet) =>
    ["/usr/lib/gcc", "/usr/lib", "/lib", "/usr/include", "/usr"].map((above) => `${above}/${triplet}`),
  );
  const folder = folders.find((item) => bytes.includes(`${item}/`) || bytes.includes(`${item}"`));
  return folder === undefined ? undefined : `names the folder ${folder}`;
}
