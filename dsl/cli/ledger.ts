import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Tree } from "../emit/tree.js";
import { imageFolder } from "../graph/paths.js";
import { buildNeeds } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { readBytes, readText } from "../load/files.js";
import { repository } from "../load/place.js";
import { addressesOf, ledgerKind, sourceName } from "../sources/source.js";
import { unknownImage } from "../report/suggest.js";
import type { Definition } from "../validate/definition.js";
import { anchorsOf, type Anchor } from "./read/anchors.js";
import { compile } from "./pipeline.js";

/** One string of bytes that an image comes from. */
interface Entry {
  readonly image: string;
  /**
   * `seed`: hexadecimal text in bootstrap/seed. `host-seed`: a Debian package. `text`: a generated Containerfile. `file`: beside the
   * definition. `ddc-anchored`: an image by its digest, which the host seeds in `name` gave; what they stood in for is not built.
   */
  readonly kind: "seed" | "host-seed" | "archive" | "text" | "file" | "ddc-anchored";
  readonly sha256: string;
  readonly size: number | null;
  readonly name: string;
  readonly url: string | null;
}

/** `defs ledger`. */
export function register(program: Command): void {
  program
    .command("ledger")
    .description("list every string of bytes that an image and all it is built with come from; no engine is asked")
    .argument("<image>")
    .option("--json", "as JSON, one array of objects")
    .action(async (image: string, options: { json?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const { graph, tree } = await compile(root);
      if (!graph.definitions.has(image)) throw new Error(unknownImage(image, graph.definitions.keys()));
      const entries = builtWith(graph, image).flatMap((name) => entriesOf(root, tree, definitionOf(graph, name)));
      const anchors = anchorsOf(root, tree, image);
      process.stdout.write(
        options.json
          ? `${JSON.stringify([...entries, ...anchors.map(anchorEntry)], undefined, 2)}\n`
          : table(entries) + anchors.map(sentence).join(""),
      );
    });
}

/** The image and everything that its build uses, by whatever way, in build order. */
function builtWith(graph: Graph, image: string): string[] {
  const found = new Set([image]);
  for (const name of found) for (const need of buildNeeds(graph, definitionOf(graph, name))) found.add(need);
  return graph.order.filter((name) => found.has(name));
}

function entriesOf(root: string, tree: Tree, definition: Definition): Entry[] {
  const image = definition.name;
  const local = (kind: Entry["kind"], name: string, bytes: Buffer): Entry => ({
    image,
    kind,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
    name,
    url: null,
  });
  const containerfile = `generated/${imageFolder(definition)}/Containerfile`;
  const text = tree.get(containerfile);
  return [
    ...(definition.build?.kind === "hostSeed" ? hostSeedEntries(image, definition.build.seed) : []),
    ...definition.sources.map(
      (source): Entry => ({
        image,
        kind: ledgerKind(source),
        sha256: source.sha256,
        size: source.size ?? null,
        name: sourceName(source),
        url: addressesOf(source)[0] ?? null,
      }),
    ),
    ...[...definition.patches, ...definition.files].map((file) => local("file", file, readBytes(join(root, file)))),
    ...(text === undefined ? [] : [local("text", containerfile, Buffer.from(text))]),
  ];
}

/** The packages of a host seed's locked list: `<sha256> <size> <file name> <address>`. */
function hostSeedEntries(image: string, seed: string): Entry[] {
  const text = readText(join(repository, `bootstrap/host-seeds/${seed}.txt`));
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [sha256, size, name, url] = line.split(" ");
      return {
        image,
        kind: "host-seed",
        sha256: sha256!,
        size: size === "-" ? null : Number(size),
        name: name!,
        url: url ?? null,
      };
    });
}

function anchorEntry({ image, digest, seeds }: Anchor): Entry {
  return { image, kind: "ddc-anchored", sha256: digest.replace("sha256:", ""), size: null, name: seeds, url: null };
}

function sentence({ image, digest, seeds, unbuilt }: Anchor): string {
  return `DDC-anchored: ${image} came out as ${digest} from each of ${seeds}; ${unbuilt.join(", ")} itself is not built yet (docs/bootstrap.md)\n`;
}

function table(entries: readonly Entry[]): string {
  const lines = entries.map(
    ({ sha256, size, kind, image, name, url }) =>
      `${sha256} ${size ?? "-"} ${kind} ${image} ${name}${url === null ? "" : ` ${url}`}\n`,
  );
  const distinct = new Map(entries.map((entry) => [entry.sha256, entry.size]));
  const known = [...distinct.values()].filter((size) => size !== null);
  const unknown = distinct.size - known.length;
  const total = known.reduce((sum, size) => sum + size, 0);
  return `${lines.join("")}${distinct.size} strings of bytes, ${total} bytes${unknown > 0 ? ` and ${unknown} of unknown size` : ""}\n`;
}
