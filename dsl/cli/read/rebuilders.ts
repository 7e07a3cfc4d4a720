import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { factsOf } from "../../evidence/agreement.js";
import type { Found, Rebuilder } from "../../evidence/comparison.js";
import { listFiles, readText } from "../../load/files.js";
import { type Diagnostic, DiagnosticsError } from "../../report/diagnostic.js";
import { parseDigests } from "../../trust/digests.js";
import { openLayout } from "../../trust/layout.js";
import { readAttestation } from "./attestation.js";

/** A name for one rebuilder, and where the results are. */
export interface Given {
  readonly name: string;
  readonly path: string;
}

type Images = Map<string, Found>;
const noDetails: Found["details"] = new Map();

/**
 * Reads what one rebuilder found: attestations in a file or a folder, the digests/ of a tree, or OCI layouts as in out/. Layouts are hashed anew.
 * @throws DiagnosticsError E604 for what is none of these, or is not what it says.
 */
export async function readRebuilder({ name, path }: Given): Promise<Rebuilder> {
  if (!statSync(path).isDirectory()) return fromFile(name, path);
  const folder = existsSync(join(path, "digests")) ? "digests" : ".";
  const files = listFiles(path, folder).map((file) => file.replace(/^\.\//, ""));
  const layouts = files.filter((file) => /^[a-z0-9]+-[a-z0-9]+\/[^/]+\/index\.json$/.test(file));
  if (layouts.length > 0) return { name, kind: "layouts", images: await fromLayouts(path, layouts) };
  const lists = files.filter((file) => /^(?:digests\/)?[a-z0-9]+-[a-z0-9]+\/[a-z]+\.txt$/.test(file));
  if (lists.length > 0) return { name, kind: "digests", images: fromLists(path, lists) };
  const attestations = files.filter((file) => /^[^/]+\.json$/.test(file));
  if (attestations.length > 0)
    return {
      name,
      kind: "attestation",
      images: new Map(attestations.flatMap((file) => [...fromAttestation(join(path, file))])),
    };
  throw unreadable(path, "holds neither layouts, nor digests of stages, nor attestations");
}

function unreadable(file: string, message: string, line = 1): DiagnosticsError {
  return new DiagnosticsError([{ code: "E604", file, line, column: 1, message }], 0);
}

function fromFile(name: string, path: string): Rebuilder {
  if (path.endsWith(".txt")) return { name, kind: "digests", images: fromLists("", [path]) };
  return { name, kind: "attestation", images: fromAttestation(path) };
}

function fromAttestation(path: string): Images {
  const { statement } = readAttestation(path, "E604");
  const { image: name, digest, ...rest } = Object.fromEntries(factsOf(statement));
  const { platform } = statement.predicate.buildDefinition.externalParameters;
  if (platform === undefined) throw unreadable(path, "names no platform");
  return new Map([[`${name!}@${platform}`, { digest: digest!, details: new Map(Object.entries(rest)) }]]);
}

/** Lists of `<sha256> <image>` by their path: the folder that they lie in names the platform. */
function fromLists(root: string, files: readonly string[]): Images {
  const images: Images = new Map();
  for (const file of files) {
    const path = join(root, file);
    const [, os, architecture] = /(?:^|\/)([a-z0-9]+)-([a-z0-9]+)\/[^/]+$/.exec(path) ?? [];
    if (os === undefined)
      throw unreadable(path, "the folder of a list of digests names the platform, such as linux-amd64");
    const { digests, problems } = parseDigests(readText(path), path, () => true);
    if (problems.length > 0)
      throw new DiagnosticsError(
        problems.map(
          ({ line, message }): Diagnostic => ({ code: "E604", file: path, line: line ?? 1, column: 1, message }),
        ),
        0,
      );
    for (const [image, digest] of digests)
      images.set(`${image}@${os}/${architecture!}`, { digest: `sha256:${digest}`, details: noDetails });
  }
  return images;
}

async function fromLayouts(root: string, files: readonly string[]): Promise<Images> {
  const images: Images = new Map();
  for (const file of files) {
    const [directory, image] = file.split("/") as [string, string];
    const platform = directory.replace("-", "/");
    const opened = await openLayout(root, `${directory}/${image}`, platform);
    if ("refused" in opened) throw unreadable(join(root, file), opened.refused);
    const layers = opened.layers.map(({ digest }, index): [string, string] => [`layer ${index + 1}`, digest]);
    // The blobs are manifest, configuration and layers, in this order. The configuration names the layers, so it is looked at last.
    const details = new Map<string, string>([...layers, ["configuration", `sha256:${opened.blobs[1]!}`]]);
    images.set(`${image}@${platform}`, { digest: `sha256:${opened.digest}`, details });
  }
  return images;
}

/** `NAME=PATH`, or a path, which is named by its last part. @throws Error when two have one name. */
export function namedPaths(words: readonly string[]): Given[] {
  const given = words.map((word): Given => {
    const [, name, path] = /^([A-Za-z0-9][A-Za-z0-9 ._@+-]*)=(.+)$/.exec(word) ?? [];
    return name === undefined ? { name: basename(word), path: word } : { name, path: path! };
  });
  const twice = given.find(({ name }, index) => given.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new Error(`two are called '${twice.name}': name them, as one=${twice.path} two=…`);
  return given;
}
