import { isAr } from "../formats/ar.js";
import { isElf } from "../formats/elf.js";
import { archiveMembers } from "./archive.js";
import { parseElf, type Elf } from "./elf.js";
import type { Files, ImageFile } from "./files.js";

/** A file of an image with its bytes, and what it is when it is made for a machine. */
export interface Content {
  readonly file: ImageFile;
  readonly bytes: Buffer;
  /** When it is an ELF file. */
  readonly elf: Elf | undefined;
  /** The ELF files in it when it is an archive of ar. */
  readonly members: readonly Elf[];
  /** Why it cannot be read as what it begins like. */
  readonly damage: string | undefined;
}

/** Reads the files of an image, one at a time, so that memory is needed for one. */
export function* contentsOf(files: Files): Generator<Content> {
  for (const file of files.values()) {
    if (file.kind !== "file" || file.size === 0) continue;
    const bytes = file.read();
    yield { file, bytes, ...read(bytes) };
  }
}

function read(bytes: Buffer): Pick<Content, "elf" | "members" | "damage"> {
  try {
    const members = isAr(bytes)
      ? archiveMembers(bytes).flatMap((member) => (isElf(member) ? parseElf(member)! : []))
      : [];
    return { elf: parseElf(bytes), members, damage: undefined };
  } catch (error) {
    return { elf: undefined, members: [], damage: (error as Error).message };
  }
}
