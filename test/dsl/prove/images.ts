/** Images in memory, for the rules: definitions related to each other, and the files that each adds. */
import { byName, definitionOf } from "../../../dsl/graph/graph.js";
import { lay, type Files, type ImageFile } from "../../../dsl/prove/files.js";
import { prove, type Proof } from "../../../dsl/prove/prove.js";
import { present, type SeedMarks } from "../../../dsl/prove/rule.js";
import type { Definition } from "../../../dsl/validate/definition.js";

/** A file by its bytes, a link by its target behind `->`, a directory by undefined. */
export type Entry =
  | string
  | Buffer
  | undefined
  | { readonly data?: string | Buffer; readonly mode?: number; readonly uid?: number; readonly linked?: string };

/** An image of a tree: what its definition says, and what it adds. */
export interface Image {
  readonly definition: Definition;
  readonly files: Readonly<Record<string, Entry>>;
}

/** Proves one image of a tree; every directory above a file is added with mode 0755. */
export function proveImage(name: string, images: readonly Image[], seeds: readonly SeedMarks[] = []): Proof {
  const graph = { definitions: byName(images.map(({ definition }) => definition)), order: [] };
  const added = new Map(images.map(({ definition, files }) => [definition.name, imageFiles(definition.name, files)]));
  const filesOf = (other: string): Files => added.get(other)!;
  const closure = lay([...present(graph, name)].reverse().map(filesOf));
  const definition = definitionOf(graph, name);
  return prove(
    { graph, definition, platform: definition.platforms[0]!, own: filesOf(name), filesOf, closure, seeds },
    (paths) => [...added].find(([, files]) => paths.some((path) => files.has(path)))?.[0],
  );
}

/** The findings as `code subject`. */
export function briefly({ findings }: Proof): string[] {
  return findings.map(({ code, subject }) => `${code} ${subject}`);
}

/** What an image adds, from a table of paths. */
export function imageFiles(image: string, files: Readonly<Record<string, Entry>>): Files {
  const all = new Map<string, ImageFile>();
  for (const [path, entry] of Object.entries(files)) {
    const parts = path.split("/").slice(1, -1);
    parts.forEach((_, index) => {
      const folder = `/${parts.slice(0, index + 1).join("/")}`;
      if (!all.has(folder)) all.set(folder, file(image, folder, undefined));
    });
    all.set(path, file(image, path, entry));
  }
  return all;
}

function file(image: string, path: string, entry: Entry): ImageFile {
  if (entry === undefined)
    return {
      image,
      path,
      kind: "directory",
      mode: 0o755,
      uid: 0,
      gid: 0,
      target: "",
      size: 0,
      read: () => Buffer.alloc(0),
    };
  if (typeof entry === "string" && entry.startsWith("-> "))
    return {
      image,
      path,
      kind: "symlink",
      mode: 0o777,
      uid: 0,
      gid: 0,
      target: entry.slice(3),
      size: 0,
      read: () => Buffer.alloc(0),
    };
  const {
    data,
    mode = 0o755,
    uid = 0,
    linked,
  } = typeof entry === "object" && !Buffer.isBuffer(entry) ? entry : { data: entry };
  if (data === undefined) return { ...file(image, path, undefined), mode, uid };
  const bytes = Buffer.from(data);
  return {
    image,
    path,
    kind: "file",
    mode,
    uid,
    gid: 0,
    target: "",
    size: bytes.length,
    read: () => bytes,
    ...(linked === undefined ? {} : { linked }),
  };
}
