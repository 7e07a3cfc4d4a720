import { createReadStream, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { withAlias } from "../address.js";
import { storePath } from "../../load/place.js";
import { fetchManifest, inTemporaryFolder, learn } from "../fetch.js";
import { compareDebian, isPreRelease, upstreamVersion } from "./debian-version.js";
import type { Answer, AskOptions, Question, VersionSource } from "./source.js";

/** Where new versions arrive first. */
const suite = "sid";

/**
 * Debian's index of source packages (Debian repository format, "Sources" indices). A package is known by its place in the pool, or
 * else by the name of its archive. The index is as trustworthy as the server: what is fetched later is judged by its own hash.
 */
export const debian: VersionSource = {
  name: "debian",
  knows: (question) => sourcePackage(question) !== undefined,
  ask: async (questions, options) => {
    const index = await fetchIndex(options);
    if (typeof index === "string")
      return new Map(questions.map(({ image }): [string, Answer] => [image, { silent: index }]));
    const versions = await readIndex(index, new Set(questions.map((question) => sourcePackage(question)!.name)));
    return new Map(
      questions.map((question) => [question.image, answer(sourcePackage(question)!, versions, options.pre)]),
    );
  },
  compare: compareDebian,
};

interface SourcePackage {
  readonly name: string;
  /** Whether the name is only that of the archive. */
  readonly guessed: boolean;
}

function sourcePackage({ addresses }: Question): SourcePackage | undefined {
  const urls = addresses.map(withAlias);
  const pool = urls
    .map((url) => /^mirror:\/\/debian(?:@\w+)?\/pool\/[^/]+\/[^/]+\/([^/]+)\//.exec(url)?.[1])
    .find((name) => name !== undefined);
  if (pool !== undefined) return { name: pool, guessed: false };
  const archive = urls
    .map((url) => /\/([A-Za-z][A-Za-z0-9+.-]*?)[-_]v?\d[^/]*\.(?:tar\.\w+|tgz|tbz2|txz|zip)$/.exec(url)?.[1])
    .find((name) => name !== undefined);
  return archive === undefined ? undefined : { name: archive.toLowerCase(), guessed: true };
}

function answer(
  { name, guessed }: SourcePackage,
  versions: ReadonlyMap<string, readonly string[]>,
  pre: boolean,
): Answer {
  const all = versions.get(name) ?? [];
  const [best] = all.filter((version) => pre || !isPreRelease(version)).sort((a, b) => compareDebian(b, a));
  if (best !== undefined)
    return {
      seen: { version: best, where: `debian ${suite}, source ${name}${guessed ? " (known by its name only)" : ""}` },
    };
  return {
    unknown:
      all.length > 0
        ? `debian ${suite} has only pre-releases of ${name}`
        : `debian ${suite} has no source package ${name}`,
  };
}

/** The path of the index, which is downloaded only when the release file names another one, or the reason why there is none. */
async function fetchIndex({ cache }: AskOptions): Promise<{ path: string } | string> {
  const release = `mirror://debian/dists/${suite}/InRelease`;
  const text = await inTemporaryFolder(async (store) => {
    const learnt = (await learn([release], { store, quiet: true })).get(release);
    return learnt && readFileSync(storePath(learnt.sha256, store), "utf8");
  });
  if (text === undefined) return `debian did not answer for ${release}`;
  const [, sha256, size] = /^ ([0-9a-f]{64}) +(\d+) main\/source\/Sources\.gz$/m.exec(text) ?? [];
  if (sha256 === undefined) return `debian's release file of ${suite} names no index of sources`;
  const folder = `mirror://debian/dists/${suite}/main/source`;
  await fetchManifest([`${sha256} ${size!} Sources.gz ${folder}/by-hash/SHA256/${sha256} ${folder}/Sources.gz`], {
    store: cache,
  });
  const path = storePath(sha256, cache);
  if (!existsSync(path)) return `debian did not give its index of sources`;
  for (const old of readdirSync(join(cache, "sha256")))
    if (old !== sha256) rmSync(join(cache, "sha256", old), { force: true });
  return { path };
}

/** Upstream versions of some source packages; an index can hold several of one. */
async function readIndex({ path }: { path: string }, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  const versions = new Map<string, string[]>();
  let [name, version, extra] = ["", "", false];
  const end = (): void => {
    if (wanted.has(name) && version !== "" && !extra)
      versions.set(name, [...(versions.get(name) ?? []), upstreamVersion(version)]);
    [name, version, extra] = ["", "", false];
  };
  for await (const line of createInterface({
    input: createReadStream(path).pipe(createGunzip()),
    crlfDelay: Infinity,
  })) {
    if (line === "") end();
    else if (line.startsWith("Package: ")) name = line.slice(9);
    else if (line.startsWith("Version: ")) version = line.slice(9);
    else if (line === "Extra-Source-Only: yes") extra = true;
  }
  end();
  return versions;
}
