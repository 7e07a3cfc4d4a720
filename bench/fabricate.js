// Makes up what `make` finds when everything is built: an index and a record per image. Nothing is really built.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Fills out/ of a compiled tree, so that scripts/stale finds every image current. */
export function fabricateOutputs(repository, root) {
  const out = join(root, "out");
  for (const line of readFileSync(join(root, "generated/images.txt"), "utf8").split("\n")) {
    const [name, platform] = line.split(" ");
    if (name === "#" || platform === undefined) continue;
    const layout = join(out, platform.replace("/", "-"), name);
    mkdirSync(layout, { recursive: true });
    const digest = createHash("sha256").update(name).digest("hex");
    writeFileSync(
      join(layout, "index.json"),
      `{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:${digest}","size":400}]}`,
    );
  }
  const script = `. "$here/lib/key.sh"; find "$root/generated" -name '*.key' -exec cat {} + >"$work/keys"; hash_inputs "$work/keys" >"$work/hashes"
    awk -v root="$root" -v out="$root/out" -f "$here/lib/key.awk" -f "$1" "$work/hashes"`;
  const work = join(root, "work");
  mkdirSync(work, { recursive: true });
  const env = { ...process.env, LC_ALL: "C", here: join(repository, "scripts"), root, work };
  execFileSync("sh", ["-euc", script, "sh", join(repository, "bench/fabricate.awk")], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stale = execFileSync(join(repository, "scripts/stale"), {
    env: { ...process.env, STAGEX_ROOT: root, OUT: out },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (stale !== "") throw new Error(`the made-up outputs are not current: ${stale.slice(0, 500)}`);
}
