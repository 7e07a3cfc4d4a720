import { archiveTools } from "../model/archive.js";
import type { Command } from "../model/build.js";
import { command, expand } from "../recipes/phases.js";

/** The member of a Debian package that holds its files. */
const packageData = "data.tar.xz";

/** Where below the build directory a .zip is unpacked before its top folders are dropped. */
const unzipped = ".unzipped";

/**
 * Unpacks an archive, and those inside it. The archive's owners and modes are not ours: files belong to the builder and get its umask.
 * @param into folder below the build directory; undefined for that itself.
 * @param only what of a tar archive is unpacked; empty for all.
 */
export function unpackFile(
  file: string,
  into: string | undefined,
  strip: number,
  only: readonly string[] = [],
  nested: readonly string[] = [],
): Command[] {
  const folder = into === undefined ? [] : [command("mkdir", "-p", into)];
  const inner = nested.map((name) => (into === undefined ? name : `${into}/${name}`));
  return [
    ...folder,
    ...unpackOne(file, into, strip, only),
    ...inner.flatMap((name) => [...unpackOne(name, into, 1), command("rm", name)]),
  ];
}

/** The commands that this takes for a file of a name. */
export function unpackTools(name: string, strip: number): readonly string[] {
  return [...(archiveTools(name) ?? []), ...(isZip(name) && strip > 0 ? ["cp", "rm"] : [])];
}

/** Whether tar does it. */
export function isZip(name: string): boolean {
  return name.endsWith(".zip");
}

function unpackOne(file: string, into: string | undefined, strip: number, only: readonly string[] = []): Command[] {
  if (isZip(file)) return unzipCommands(file, into ?? ".", strip);
  if (file.endsWith(".deb")) return packageCommands(file, into, strip);
  const where = into === undefined ? [] : ["-C", into];
  const options = ["--no-same-owner", "--no-same-permissions", `--strip-components=${strip}`];
  return [command("tar", "-x", ...options, ...where, "-f", file, ...only)];
}

/** The files of a Debian package are a tar archive within one of ar, "." being the first folder of each (deb(5)). */
function packageCommands(file: string, into: string | undefined, strip: number): Command[] {
  return [command("ar", "-x", file, packageData), ...unpackOne(packageData, into, strip), command("rm", packageData)];
}

/** unzip drops no folders: the archive is unpacked aside, and what lies as deep as wanted is taken. */
function unzipCommands(file: string, into: string, strip: number): Command[] {
  if (strip === 0) return [command("unzip", "-q", "-d", into, file)];
  return [
    command("unzip", "-q", "-d", unzipped, file),
    command("cp", "-RP", expand(`${unzipped}${"/*".repeat(strip)}/.`), into),
    command("rm", "-r", unzipped),
  ];
}
