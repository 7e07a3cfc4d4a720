import { closeSync, lstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { isZip } from "../formats/zip.js";
import { start, toolEnvironment, type Ended } from "../load/run.js";
import { inTemporaryFolder } from "./fetch.js";

/** What lies in an archive. */
export interface Archive {
  /** Leading path components that all of its files share and that unpacking drops: the top folder, and what tar counts before it, as in `./tool-1.0/`. */
  readonly strip: number;
  /** Every file, by path without those components. */
  readonly files: readonly string[];
  /** The texts of files; what is no plain file, or larger than a text would be, is left out. */
  read(files: readonly string[]): Promise<Map<string, string>>;
  /** Unpacks those of the named files that the archive has, and gives the folder in which they lie by their paths. */
  unpack(files: readonly string[], into: string): Promise<string>;
}

const largestText = 4 << 20;

/**
 * Lists an archive by its content: tar, plain or compressed, or zip. Listing reads all of it, so one that was cut is found out.
 * @throws Error with the first complaint of tar or unzip.
 */
export async function openArchive(path: string): Promise<Archive> {
  const zip = isZip(firstBytes(path));
  const listed = zip
    ? await run("unzip", ["-Z1", path])
    : await run("tar", ["--list", "--force-local", "--quoting-style=literal", "--file", path]);
  const members = listed.split("\n").filter((name) => name !== "" && !name.endsWith("/"));
  if (members.length === 0) throw new Error("it holds no file");
  const top = sharedFolder(members.map(plain));
  const before = zip || top === "" ? [0] : [...new Set(members.map(dots))];
  if (before.length > 1)
    throw new Error("some of its names begin with ./ and some do not, so that no number of folders could be dropped");
  const memberOf = new Map(members.map((name) => [top === "" ? plain(name) : plain(name).slice(top.length + 1), name]));
  const unpack: Archive["unpack"] = async (files, into) => {
    const wanted = files.flatMap((file) => memberOf.get(file) ?? []);
    if (wanted.length > 0) await run(...(zip ? unzipWords(path, wanted, into) : untarWords(path, wanted, into)));
    return join(into, top);
  };
  const read: Archive["read"] = (files) =>
    inTemporaryFolder(async (folder) => {
      const inside = await unpack(files, folder);
      return new Map(files.flatMap((file) => textOf(join(inside, file), file)));
    });
  return { strip: top === "" ? 0 : 1 + before[0]!, files: [...memberOf.keys()], read, unpack };
}

function firstBytes(path: string): Buffer {
  const [file, start] = [openSync(path, "r"), Buffer.alloc(4)];
  readSync(file, start);
  closeSync(file);
  return start;
}

/** `./name` and `name` are one, and so are `top/./name` and `top/name`. */
function plain(name: string): string {
  return name.replace(/^(?:\.\/+)+/, "").replace(/\/(?:\.\/+)+/g, "/");
}

/** How many components that mean nothing stand before a name; tar counts them when it drops some. */
function dots(name: string): number {
  const parts = name.split("/").filter((part) => part !== "");
  return parts.findIndex((part) => part !== ".");
}

/** The one folder that holds everything, or nothing. */
function sharedFolder(names: readonly string[]): string {
  const first = names[0]?.split("/", 1)[0] ?? "";
  return names.every((name) => name.startsWith(`${first}/`)) ? first : "";
}

function untarWords(path: string, members: readonly string[], into: string): [string, string[]] {
  return [
    "tar",
    [
      "--extract",
      "--force-local",
      "--no-same-owner",
      "--no-same-permissions",
      "--no-wildcards",
      "--file",
      path,
      "--directory",
      into,
      "--",
      ...members,
    ],
  ];
}

function unzipWords(path: string, members: readonly string[], into: string): [string, string[]] {
  return ["unzip", ["-qq", "-o", path, ...members.map((name) => name.replace(/[[*?\\]/g, "\\$&")), "-d", into]];
}

/** A link is not followed: what it leads to is not in the archive. */
function textOf(path: string, file: string): [string, string][] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() && found.size <= largestText ? [[file, readFileSync(path, "utf8")]] : [];
}

async function run(tool: string, words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await start(tool, words, { env: toolEnvironment() }).ended.catch(
    (error: NodeJS.ErrnoException): Ended => {
      if (error.code !== "ENOENT") throw error;
      return { exitCode: 127, stdout: "", stderr: `${tool} is not installed` };
    },
  );
  if (exitCode !== 0)
    throw new Error(stderr.trim().split("\n", 1)[0]!.trim() || `${tool} ended with ${exitCode ?? "a signal"}`);
  return stdout;
}
