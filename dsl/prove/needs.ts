import { posix } from "node:path";
import type { Elf } from "./elf.js";
import { isExecutable, type ImageFile } from "./files.js";
import { pkgConfigNeeds } from "./pkg-config.js";

/** Something that a file needs at run time: one of these paths must lead to something. */
export interface Need {
  /** As the author would name it: a library, an interpreter, a command, a pkg-config file. */
  readonly name: string;
  /** The file that needs it. */
  readonly by: string;
  readonly paths: readonly string[];
}

/** Where both musl and glibc look for libraries, beside what the file itself says. */
const libraryFolders = ["/usr/lib", "/lib"];

/** The names that musl's dynamic linker takes for itself (musl, ldso/dynlink.c): libc and the parts of it that others split off. */
const muslNames = /^lib(?:c|pthread|rt|m|dl|util|xnet)\.(?:so|musl-[a-z0-9_]+\.so\.1)$/;
const muslLinkers = ["x86_64", "i386", "aarch64"].map((architecture) => `/lib/ld-musl-${architecture}.so.1`);

/** What an ELF file needs: its interpreter (PT_INTERP), and each library (DT_NEEDED) where the dynamic linker would look. */
export function elfNeeds(path: string, elf: Elf): Need[] {
  const own = elf.searchPath.map((folder) => folder.replace(/\$\{?ORIGIN\}?/, posix.dirname(path)));
  const libraries = elf.needed.map((name): Need => {
    if (name.includes("/")) return { name, by: path, paths: [name] };
    const folders = [...own, ...libraryFolders].map((folder) => posix.join(folder, name));
    return { name, by: path, paths: muslNames.test(name) ? [...folders, ...muslLinkers] : folders };
  });
  return [
    ...(elf.interpreter === undefined ? [] : [{ name: elf.interpreter, by: path, paths: [elf.interpreter] }]),
    ...libraries,
  ];
}

/**
 * What a script needs: the interpreter of its first line (execve(2)), and behind `env` the command as well.
 * @param folders those of PATH.
 */
export function scriptNeeds(file: ImageFile, bytes: Buffer, folders: readonly string[]): Need[] {
  if (!isExecutable(file) || bytes[0] !== 0x23 || bytes[1] !== 0x21) return [];
  const words = bytes
    .subarray(2, 4096)
    .toString("utf8")
    .split("\n")[0]!
    .trim()
    .split(/[ \t]+/);
  const [interpreter, ...options] = words;
  if (interpreter === undefined || interpreter === "") return [];
  const command = options.find((word) => !word.startsWith("-") && !word.includes("="));
  const direct = { name: interpreter, by: file.path, paths: [interpreter] };
  if (posix.basename(interpreter) !== "env" || command === undefined) return [direct];
  return [direct, { name: command, by: file.path, paths: folders.map((folder) => `${folder}/${command}`) }];
}

/** All that a file of an image needs at run time. @param elf what it is as an ELF file, if it is one. */
export function fileNeeds(file: ImageFile, bytes: Buffer, elf: Elf | undefined, folders: readonly string[]): Need[] {
  if (elf !== undefined) return elfNeeds(file.path, elf);
  if (/\/pkgconfig\/[^/]+\.pc$/.test(file.path)) return pkgConfigNeeds(file.path, bytes.toString("utf8"));
  return scriptNeeds(file, bytes, folders);
}
