import type { ImageFile } from "../files.js";
import type { Finding, ImageRule } from "../rule.js";

/** What may stand in the root: the merged links, and the folders of the Filesystem Hierarchy Standard 3.0, section 3. */
const merged = new Set(["bin", "lib", "lib64", "sbin"]);
const folders = new Set([
  "boot",
  "dev",
  "etc",
  "home",
  "media",
  "mnt",
  "opt",
  "proc",
  "root",
  "run",
  "srv",
  "sys",
  "tmp",
  "usr",
  "var",
]);

/** E804: files lie below /usr or where data belongs, and nothing is left over from building. */
export const placesRule: ImageRule = ({ own }) =>
  [...own.values()].flatMap((file) => misplaced(file, own.get(parent(file.path))));

/** What is wrong with a place, told for the uppermost folder only. */
function misplaced(file: ImageFile, above: ImageFile | undefined): Finding[] {
  const found = fault(file);
  if (found === undefined || (above !== undefined && fault(above)?.message === found.message)) return [];
  return [{ code: "E804", subject: file.path, message: `${file.path} ${found.message}`, hint: found.hint }];
}

function fault({ path, kind }: ImageFile): { message: string; hint: string } | undefined {
  const [first = "", second = ""] = path.slice(1).split("/");
  if (merged.has(first) && (kind !== "symlink" || path !== `/${first}`)) {
    return {
      message: "is outside /usr, where everything is merged",
      hint: `install it in /usr/${first === "lib64" ? "lib" : first === "sbin" ? "bin" : first}.`,
    };
  }
  if (first !== "" && !merged.has(first) && !folders.has(first))
    return { message: "is in a folder of the root that no image has", hint: "install it below /usr, /etc or /var." };
  if (first === "usr" && /^lib(?:32|64|x32)$/.test(second) && path !== `/usr/${second}`)
    return { message: "is in another lib folder than /usr/lib", hint: "build with --libdir=/usr/lib." };
  if (first === "usr" && /^lib(?:32|64|x32)$/.test(second) && kind === "directory")
    return { message: "is in another lib folder than /usr/lib", hint: "build with --libdir=/usr/lib." };
  if (first === "usr" && second === "local" && kind !== "directory")
    return {
      message: "is in /usr/local, which belongs to users of the image",
      hint: "build with --prefix=/usr.",
    };
  if (/\.py[co]$/.test(path))
    return {
      message: "is Python's compiled cache, which holds times and paths",
      hint: "remove it after installing; Python makes it again.",
    };
  if (path.endsWith(".la"))
    return {
      message: "is a libtool archive, which holds paths of the build",
      hint: "remove it after installing; pkg-config files say the same.",
    };
  return undefined;
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
