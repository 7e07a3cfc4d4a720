import { join } from "node:path";
import { execa } from "execa";
import { repository } from "../../load/place.js";

/**
 * The images among these, and among what they are built from, that are not what their inputs say, as scripts/stale finds them.
 * SEED chooses a host seed. An image above an anchored one may have been built without: it is current when it is so either way.
 * @returns the reason by `<name>@<platform>`.
 */
export async function staleImages(root: string, out: string, names: readonly string[]): Promise<Map<string, string>> {
  const seed = process.env["SEED"] ?? "";
  const stale = await staleWith(seed, root, out, names);
  if (seed === "" || stale.size === 0) return stale;
  const without = await staleWith("", root, out, names);
  return new Map([...stale].filter(([image]) => without.has(image)));
}

async function staleWith(
  seed: string,
  root: string,
  out: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const env = { STAGEX_ROOT: root, OUT: out, NOCACHE: "", SEED: seed };
  const { stdout, stderr, exitCode } = await execa(join(repository, "scripts/stale"), names, { env, reject: false });
  if (exitCode !== 0) throw new Error(stderr);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(
    lines
      .map((line) => line.split(" "))
      .map(([name, platform, ...reason]) => [`${name}@${platform}`, reason.join(" ")]),
  );
}
