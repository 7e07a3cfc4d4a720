import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { Budget, sourceLimits } from "./budget.js";
import { nameFault, plainName, shown } from "./member-name.js";
import { content, type Entry, localName, zipEntries } from "./zip.js";

/** The system that wrote a member, as the archive numbers them (APPNOTE.TXT 6.3.10, section 4.4.2.2). */
const unix = 3;

/** What in a zip archive Info-ZIP's and busybox's unzip unpack differently; undefined when there is nothing. */
export async function zipDifference(file: FileHandle, size: number): Promise<string | undefined> {
  const [paths, budget] = [new Map<string, boolean>(), new Budget(sourceLimits)];
  for (const entry of await zipEntries(file, size)) {
    const name = entry.name;
    const fault = nameFault(name) ?? attributeFault(entry) ?? formFault(entry);
    if (fault !== undefined) return fault;
    const [path, folder] = [plainName(name), name.endsWith("/")];
    if (paths.has(path) && !(folder && paths.get(path) === true)) return `has two members of one name, ${shown(path)}`;
    paths.set(path, folder);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      if (paths.get(path.slice(0, end)) === false)
        return `has a file and a folder of one name, ${shown(path.slice(0, end))}`;
      paths.set(path.slice(0, end), true);
    }
    if ((await localName(file, entry)) !== name) return `has a member of two names, one of them ${shown(name)}`;
    if ((await sum(file, entry, budget)) !== entry.crc32) return `has a file whose checksum is wrong, ${shown(name)}`;
  }
  return undefined;
}

/** Modes that one program takes from the archive, and the other does not. */
function attributeFault({ name, system, attributes, method }: Entry): string | undefined {
  const mode = attributes >>> 16;
  if (system !== unix)
    return mode !== 0 || (attributes & 1) !== 0 ? `has modes that no Unix system wrote, ${shown(name)}` : undefined;
  const kind = mode & 0o170000;
  if (kind === 0o120000 && method !== 0) return `has a compressed symbolic link, ${shown(name)}`;
  if (![0, 0o100000, 0o040000, 0o120000].includes(kind)) return `has a member that is no file, ${shown(name)}`;
  return kind !== 0o120000 && (mode & 0o7000) !== 0 ? `has a setuid, setgid or sticky file, ${shown(name)}` : undefined;
}

function formFault({ name, encrypted, method, version }: Entry): string | undefined {
  if (encrypted) return `has an encrypted file, ${shown(name)}`;
  if (method !== 0 && method !== 8) return `has a file compressed by method ${method}, ${shown(name)}`;
  if (name.includes("\\")) return `has a name with a backslash, ${shown(name)}`;
  return version >= 45 ? `has a file in the ZIP64 form, ${shown(name)}` : undefined;
}

/** The checksum of a member's bytes. */
async function sum(file: FileHandle, entry: Entry, budget: Budget): Promise<number> {
  let found = 0;
  for await (const piece of content(file, entry, budget)) found = crc32(piece, found);
  return found;
}
