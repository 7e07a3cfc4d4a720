import { ArchiveError, type ByteReader, drain } from "./bytes.js";
import type { Member } from "./tar.js";

/** The first bytes of an ar archive. */
export const arMagic = "!<arch>\n";

/** Members that only serve the others: tables of symbols and of long names. */
const tables = new Set(["/", "//", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED"]);

/** The members of an ar archive (ar(5), with the long names of BSD; System V keeps them in a table, of which `/12` is a place). */
export async function* arMembers(reader: ByteReader): AsyncGenerator<Member, void, undefined> {
  await reader.read(arMagic.length);
  for (let header = await reader.read(60); header.length > 0; header = await reader.read(60)) {
    const size = Number(header.toString("latin1", 48, 58));
    if (header.toString("latin1", 58) !== "`\n" || !Number.isSafeInteger(size) || size < 0) throw new ArchiveError("has a damaged header");
    const short = header.toString("latin1", 0, 16).trimEnd();
    const inside = Math.min(size, short.startsWith("#1/") ? Number(short.slice(3)) || 0 : 0);
    if (inside > 4096) throw new ArchiveError(`has a name of ${inside} characters`);
    const name = inside > 0 ? (await reader.read(inside)).toString("latin1").replace(/\0+$/, "") : short.replace(/(.)\/$/, "$1");
    const bytes = reader.take(size - inside);
    if (!tables.has(name) && size > inside) yield { name, bytes };
    await drain(bytes);
    await reader.read(size % 2);
  }
}
