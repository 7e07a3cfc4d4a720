import type { ContentRule } from "../rule.js";

/** Folders that exist only while a package is built. */
const folders = ["/build", "/rootfs", "/sources"];

/** What can stand before a path in text, in machine code's strings and in flags, and what ends a part of it. */
const before = /(?:^|[\0-\x20"'`=:;,(<[|>@]|-[A-Za-z]|file:\/\/)$/;
const after = /^(?:$|[/\0-\x20"'`:;,)>\]|&])/;

/** E805: no file tells where it was built: such a path is of no use in an image, and another machine's would differ. */
export const buildPathsRule: ContentRule = (_, { file, bytes }) => {
  const found = folders.map((folder) => pathInside(bytes, folder)).find((path) => path !== undefined);
  if (found === undefined) return [];
  return [
    {
      code: "E805",
      subject: file.path,
      message: `${file.path} holds ${JSON.stringify(found)}, a path of its build`,
      hint: "find what writes it: debug information (-ffile-prefix-map=/build=), a note of the configuration, a missing DESTDIR.",
    },
  ];
};

/** The first place where the bytes name the folder or something in it, as text of at most 80 letters. */
function pathInside(bytes: Buffer, folder: string): string | undefined {
  for (let at = bytes.indexOf(folder); at >= 0; at = bytes.indexOf(folder, at + 1)) {
    const end = at + folder.length;
    if (
      !before.test(bytes.toString("latin1", Math.max(0, at - 7), at)) ||
      !after.test(bytes.toString("latin1", end, end + 1))
    )
      continue;
    return /^[\x21-\x7e]+/.exec(bytes.toString("latin1", at, at + 80))![0];
  }
  return undefined;
}
