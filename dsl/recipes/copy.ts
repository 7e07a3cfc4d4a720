import type { RecipeBuild, Step } from "../model/build.js";
import { command, placed, recipe, rootfs, type RecipeOptions } from "./phases.js";

/** A file to lay out: its place in the build or its text, its place in the image, and its mode. */
export type CopiedFile = {
  /** Absolute path in the image. */
  readonly to: string;
  /** Permissions in octal. Default: 0644. */
  readonly mode?: string;
} & (
  | {
      /** Path below the build directory, `/sources/NAME` for a source left packed, or `/files/NAME` for one of the package's `files`. */
      readonly from: string;
    }
  | {
      /** The lines of a text file. */
      readonly lines: readonly string[];
    }
);

/** A directory to make. */
export interface CopiedDirectory {
  readonly at: string;
  readonly mode?: string;
  readonly owner?: `${number}:${number}`;
}

/** Options of `copy`: what the image holds. */
export interface CopyOptions extends RecipeOptions {
  /** Single files: `from` or `lines`, `to`, and `mode` in octal (default 0644). */
  readonly files?: readonly CopiedFile[];
  /** Directories copied with everything in them: `from` in the build, `to` the directory that they become. */
  readonly trees?: readonly { readonly from: string; readonly to: string }[];
  /** Empty directories: `mode` in octal (default 0755), `owner` as numeric `uid:gid` (default 0:0). */
  readonly directories?: readonly CopiedDirectory[];
}

/** Lays out files that need no building: of the sources, of the package's own folder, or written in the definition. */
export function copy(options: CopyOptions): RecipeBuild {
  const { files = [], trees = [], directories = [] } = options;
  return recipe(
    "copy",
    [
      "install",
      "mkdir",
      ...(files.some((item) => "lines" in item) ? ["cat", "chmod"] : []),
      ...(trees.length > 0 ? ["cp"] : []),
    ],
    {
      install: [
        ...directories.map(makeDirectory),
        ...files.flatMap(installFile),
        ...trees.flatMap(({ from, to }) => [
          command("mkdir", "-p", rootfs(to)),
          command("cp", "-R", `${from}/.`, rootfs(to)),
        ]),
      ],
    },
    options,
    {
      places: [
        ...placed(
          "directories",
          directories.map(({ at }) => at),
        ),
        ...placed(
          "files",
          files.map(({ to }) => to),
        ),
        ...placed(
          "trees",
          trees.map(({ to }) => to),
        ),
      ],
    },
  );
}

function makeDirectory({ at, mode = "0755", owner }: CopiedDirectory): Step {
  const [user, group] = owner?.split(":") ?? [];
  return command(
    "install",
    "-d",
    "-m",
    mode,
    ...(user === undefined || group === undefined ? [] : ["-o", user, "-g", group]),
    rootfs(at),
  );
}

function installFile(item: CopiedFile): Step[] {
  const { to, mode = "0644" } = item;
  if ("from" in item) return [command("install", "-D", "-m", mode, item.from, rootfs(to))];
  const path = rootfs(to);
  return [
    command("mkdir", "-p", path.slice(0, path.lastIndexOf("/"))),
    Object.freeze({ kind: "write" as const, path, lines: item.lines }),
    command("chmod", mode, path),
  ];
}
