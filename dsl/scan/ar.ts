import { arHeaderLength, arMagicLength, isArTable, readArHeader } from "../formats/ar.js";
import { ArchiveError, type ByteReader, drain } from "./bytes.js";
import type { Member } from "./tar.js";

/** The members of an ar archive that hold something; System V keeps long names in a table, of which `/12` is a place. */
export async function* arMembers(reader: ByteReader): AsyncGenerator<Member, void, undefined> {
  await reader.read(arMagicLength);
  for (let bytes = await reader.read(arHeaderLength); bytes.length > 0; bytes = await reader.read(arHeaderLength)) {
    const header = readArHeader(bytes);
    if (header === undefined) throw new ArchiveError("has a damaged header");
    const { size, nameLength } = header;
    if (nameLength > 4096) throw new ArchiveError(`has a name of ${nameLength} characters`);
    const name = nameLength > 0 ? (await reader.read(nameLength)).toString("latin1").replace(/\0+$/, "") : header.name;
    const data = reader.take(size - nameLength);
    if (!isArTable(name) && size > nameLength)
      yield { name: nameLength > 0 ? name : name.replace(/(.)\/$/, "$1"), bytes: data };
    await drain(data);
    await reader.read(size % 2);
  }
}
