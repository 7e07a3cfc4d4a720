import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of a Debian package: text with a mode, or the target of a symbolic link. */
export type DebFile = { readonly text: string; readonly mode: number } | { readonly link: string };

/** One member of a common-format ar archive: 60 bytes of header, the bytes, padding to an even length. */
function arMember(name: string, bytes: Buffer): Buffer {
  const header = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}`;
  const padding = Buffer.alloc(bytes.length % 2, "\n");
  return Buffer.concat([Buffer.from(`${header}${String(bytes.length).padEnd(10)}\`\n`), bytes, padding]);
}

function writeFiles(root: string, files: Readonly<Record<string, DebFile>>): void {
  for (const [path, file] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if ("link" in file) {
      symlinkSync(file.link, target);
      continue;
    }
    writeFileSync(target, file.text);
    chmodSync(target, file.mode);
  }
}

/** Returns the bytes of a Debian binary package (deb(5), format 2.0) that holds `files`; `scratch` is an existing directory. */
export function makeDeb(scratch: string, files: Readonly<Record<string, DebFile>>): Buffer {
  const root = mkdtempSync(join(scratch, "deb-"));
  writeFiles(root, files);
  const data = execFileSync("tar", ["-c", "-C", root, "."], { maxBuffer: 1 << 26 });
  const control = execFileSync("tar", ["-c", "-T", "/dev/null"]);
  return Buffer.concat([
    Buffer.from("!<arch>\n"),
    arMember("debian-binary", Buffer.from("2.0\n")),
    arMember("control.tar", control),
    arMember("data.tar", data),
  ]);
}

/** Returns the sha256 of `bytes` in lower-case hex. */
export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Returns the sha256 of the file at `path`. */
export function sha256File(path: string): string {
  return sha256(readFileSync(path));
}
