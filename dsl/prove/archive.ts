import { arHeaderLength, arMagicLength, isArTable, readArHeader } from "../formats/ar.js";

/**
 * The members of an archive of ar, such as libz.a, the tables of symbols and names left out.
 * @throws Error when it is damaged or cut off.
 */
export function archiveMembers(bytes: Buffer): Buffer[] {
  const members: Buffer[] = [];
  for (let at = arMagicLength; at < bytes.length; ) {
    const header = readArHeader(bytes.subarray(at, at + arHeaderLength));
    const [start, end] = [at + arHeaderLength, at + arHeaderLength + (header?.size ?? Infinity)];
    if (header === undefined || end > bytes.length) throw new Error("an archive of ar that is damaged");
    const data = bytes.subarray(start + header.nameLength, end);
    const name =
      header.nameLength > 0
        ? bytes.toString("latin1", start, start + header.nameLength).replace(/\0+$/, "")
        : header.name;
    if (!isArTable(name)) members.push(data);
    at = end + (header.size % 2);
  }
  return members;
}
