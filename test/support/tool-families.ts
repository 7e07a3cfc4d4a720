import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const busybox = ["/usr/bin/busybox", "/bin/busybox"].find((path) => existsSync(path));

/** A family of tools that builds use: GNU's, as host seeds have them, and busybox's, as stage3 has them. */
export interface ToolFamily {
  readonly name: "gnu" | "busybox";
  /** Whether this machine has it. */
  readonly here: boolean;
  /** Runs shell text in a folder with nothing but these tools; umask 022 and the environment of a build. */
  run(script: string, cwd: string): { readonly status: number | null; readonly output: string };
}

function family(name: ToolFamily["name"], shell: readonly string[], path: () => string, here: boolean): ToolFamily {
  return {
    name,
    here,
    run: (script, cwd) => {
      const [file, ...words] = shell as [string, ...string[]];
      const { status, stdout, stderr } = spawnSync(file, words, {
        cwd,
        input: `umask 022\n${script}`,
        env: { PATH: path(), LC_ALL: "C", TZ: "UTC", SOURCE_DATE_EPOCH: "315619200" },
        encoding: "utf8",
      });
      return { status, output: `${stdout}${stderr}` };
    },
  };
}

let applets: string | undefined;

/** A folder with a link for each applet. */
function appletFolder(): string {
  if (applets !== undefined) return applets;
  const folder = mkdtempSync(join(tmpdir(), "stagex-applets-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  applets = folder;
  for (const name of execFileSync(busybox!, ["--list"], { encoding: "utf8" }).split("\n"))
    if (name !== "" && name !== "busybox") symlinkSync(busybox!, join(applets, name));
  // Debian's busybox lacks this one.
  if (!existsSync(join(applets, "install"))) symlinkSync("/usr/bin/install", join(applets, "install"));
  return applets;
}

/** Both families; a test leaves out what is not here. */
export const toolFamilies: readonly ToolFamily[] = [
  family("gnu", ["/bin/sh"], () => "/usr/bin:/bin", true),
  family("busybox", [busybox ?? "busybox", "sh"], appletFolder, busybox !== undefined),
];

/** Everything below a folder: `<mode> <text>` of a file, `-> <target>` of a link, `<mode>` of a folder, by path. */
export function wholeTree(folder: string, below = ""): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(folder, below))
      .sort()
      .flatMap((name): [string, string][] => {
        const path = below === "" ? name : `${below}/${name}`;
        const found = lstatSync(join(folder, path));
        const mode = (found.mode & 0o7777).toString(8);
        if (found.isSymbolicLink()) return [[path, `-> ${readlinkSync(join(folder, path))}`]];
        if (found.isDirectory()) return [[`${path}/`, mode], ...Object.entries(wholeTree(folder, path))];
        return [[path, `${mode} ${readFileSync(join(folder, path), "latin1")}`]];
      }),
  );
}
