import { join } from "node:path";
import { execa } from "execa";
import { repository } from "../load/place.js";

/**
 * The images among these, and among what they are built from, that are not what their inputs say, as scripts/stale finds them.
 * @returns the reason by `<name>@<platform>`.
 */
export async function staleImages(root: string, out: string, names: readonly string[]): Promise<Map<string, string>> {
  const { stdout, stderr, exitCode } = await execa(join(repository, "scripts/stale"), names, { env: { STAGEX_ROOT: root, OUT: out, NOCACHE: "" }, reject: false });
  if (exitCode !== 0) throw new Error(stderr);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => line.split(" ")).map(([name, platform, ...reason]) => [`${name}@${platform}`, reason.join(" ")]));
}
