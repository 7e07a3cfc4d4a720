import { type ImageLine, readImageList, withPlatform } from "./image-list.js";
import { keyFile } from "./paths.js";
import { architectures, enginePlatform, machines, type Architecture, type Platform } from "../model/platform.js";

/** How an image comes to be: by an engine, from layers of other images alone, or from the packages of a host seed. */
export type Making = "build" | "compose" | "unpack";

/** One image for one platform, as work to be done. */
export interface Task {
  /** `<image>@<platform>`. */
  readonly id: string;
  readonly image: string;
  readonly platform: Platform;
  /** The platform that the engine is told: another one than the image's where it is cross-compiled. */
  readonly builder: Platform;
  readonly making: Making;
  /** Ids of the tasks whose images it is made from; they need not be part of the same plan. */
  readonly needs: readonly string[];
  /** Those among them that its build stage starts or copies from. */
  readonly contexts: readonly string[];
  /** What the engine is told, by name: the `flag` lines of docs/build-key.md. */
  readonly flags: ReadonlyMap<string, string>;
}

/** Where the text of a static key comes from. @param file its path from the tree's root. */
export type ReadKey = (file: string) => string;

/**
 * The work that generated/ describes, in build order.
 * @param images the text of generated/images.txt
 * @param seed a host seed that stands in for the images that allow it, as SEED does for make
 * @throws Error when the file has another form, or no image takes the host seed
 */
export function readTasks(images: string, readKey: ReadKey, seed?: string): Task[] {
  const lines = readImageList(images);
  if (seed !== undefined && !lines.some(({ standIns }) => standIns.includes(seed))) {
    throw new Error(
      `no image takes the host seed '${seed}'; the last words in generated/images.txt name those that there are`,
    );
  }
  return lines.map((line) => {
    const standIn = line.standIns.find((name) => name === seed);
    return taskOf(line, readKey(keyFile(line.folder, line.platform, standIn)));
  });
}

function taskOf({ id, name: image, platform }: ImageLine, key: string): Task {
  const values = (keyword: string): string[] =>
    key.split("\n").flatMap((line) => (line.startsWith(`${keyword} `) ? [line.slice(keyword.length + 1)] : []));
  const ids = (...keywords: string[]): string[] => [
    ...new Set(keywords.flatMap(values).map((need) => withPlatform(need, platform))),
  ];
  const making = values("build").length > 0 ? "build" : values("host-seed").length > 0 ? "unpack" : "compose";
  const flags = new Map(
    values("flag").map((flag): [string, string] => [
      flag.slice(0, flag.indexOf("=")),
      flag.slice(flag.indexOf("=") + 1),
    ]),
  );
  const [, base = platform] = ids("context")[0]?.split("@") ?? [];
  return {
    id,
    image,
    platform,
    builder: enginePlatform(platform, base as Platform),
    making,
    needs: ids("layers", "context"),
    contexts: ids("context"),
    flags,
  };
}

/** Where an image may be made without emulation. Composing and unpacking run none of its programs. */
export function machinesOf(task: Task): readonly Architecture[] {
  return task.making === "build" ? machines[task.builder] : architectures;
}
