import type { Member } from "./tar.js";

/** An entry of an image's own layers. */
export interface ImageFile extends Omit<Member, "offset"> {
  /** The image whose own layer holds it. */
  readonly image: string;
  /** Its bytes; those of a file only. */
  read(): Buffer;
}

/** What an image adds to the layers below it, by path. */
export type Files = ReadonlyMap<string, ImageFile>;

/** Several images laid over each other: at each path what each of them has there, the uppermost last. */
export type Laid = ReadonlyMap<string, readonly ImageFile[]>;

/** Lays images over each other, the lowest first. */
export function lay(images: readonly Files[]): Laid {
  const laid = new Map<string, ImageFile[]>();
  for (const files of images) {
    for (const [path, file] of files) {
      const there = laid.get(path);
      if (there === undefined) laid.set(path, [file]);
      else there.push(file);
    }
  }
  return laid;
}

/** What a path leads to, with every entry that took part: symbolic links on the way, then all entries at the end. */
export interface Resolved {
  readonly file: ImageFile;
  readonly used: readonly ImageFile[];
}

/** As many symbolic links as Linux follows (path_resolution(7)). */
const mostLinks = 40;

/** Follows a path through symbolic links, inside the images; undefined when it leads nowhere. */
export function resolve(laid: Laid, path: string): Resolved | undefined {
  const used: ImageFile[] = [];
  let rest = path.split("/");
  let reached: string[] = [];
  for (let links = 0; rest.length > 0; ) {
    const [part, ...after] = rest;
    rest = after;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      reached.pop();
      continue;
    }
    const entry = laid.get(`/${[...reached, part].join("/")}`)?.at(-1);
    if (entry === undefined) return undefined;
    if (entry.kind !== "symlink") {
      reached.push(part!);
      continue;
    }
    if (++links > mostLinks) return undefined;
    used.push(entry);
    if (entry.target.startsWith("/")) reached = [];
    rest = [...entry.target.split("/"), ...rest];
  }
  const entries = laid.get(`/${reached.join("/")}`) ?? [];
  const file = entries.at(-1);
  return file === undefined ? undefined : { file, used: [...used, ...entries] };
}

/** Whether anybody may execute the file. */
export function isExecutable(file: Pick<ImageFile, "kind" | "mode">): boolean {
  return file.kind === "file" && (file.mode & 0o111) !== 0;
}
