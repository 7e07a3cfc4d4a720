import { tagOf } from "../model/version.js";
import { resolve } from "node:path";
import type { Command } from "commander";
import { parseGraphFile } from "../graph/file.js";
import { unknownImage } from "../report/suggest.js";
import type { CatalogueImage } from "../site/catalogue.js";
import { describeImages } from "../site/describe.js";
import { needRows, sizeText, timeText } from "../site/words.js";
import { page } from "./terminal/page.js";
import { compile } from "./pipeline.js";
import { notedSigners } from "./read/signed-sources.js";
import { type AnchorOptions, run, sayJson, withAnchor } from "./terminal/trust-output.js";

interface Options extends AnchorOptions {
  readonly out?: string;
  readonly json?: true;
}

/** `defs show`. Exit codes: 0 shown, 1 the tree has mistakes, 2 usage, 3 no trusted policy. */
export function register(program: Command): void {
  withAnchor(program.command("show").description("show everything about one image").argument("<image>"))
    .option("--out <dir>", "where images were built, for sizes and times (default: $OUT, or out/ of the tree)")
    .option("--json", "as JSON")
    .action((name: string, options: Options) =>
      run(() => show(resolve(program.opts<{ root: string }>().root), name, options)),
    );
}

async function show(root: string, name: string, options: Options): Promise<number> {
  const { historyOf, platformReader, surroundings } = await import("./read/site-facts.js");
  const [{ graph, tree }, around] = await Promise.all([compile(root), surroundings(root, options)]);
  if (!graph.definitions.has(name)) throw new Error(unknownImage(name, graph.definitions.keys()));
  const out = resolve(options.out ?? process.env["OUT"] ?? `${root}/out`);
  const platform = await platformReader(root, graph, out, around);
  const signers = notedSigners(root);
  const known = {
    platform,
    history: (image: string) => historyOf(around, image),
    tag: tagOf,
    signer: (sha256: string) => signers.get(sha256),
  };
  const images = describeImages(graph, parseGraphFile(tree.get("generated/graph.json")!), tree, known);
  const image = images.find((each) => each.name === name)!;
  if (options.json) sayJson(image);
  else await page(screen(image));
  return 0;
}

/** One screen: what has no value is left out, long lists are cut and counted. */
function screen(image: CatalogueImage): string {
  const rows: [string, string | undefined][] = [
    ["", image.description],
    ["licence", image.license],
    ["upstream", image.website],
    ["defined in", image.file],
    ["also called", image.aliases.join(", ")],
    ["entrypoint", image.entrypoint?.join(" ")],
    ["user", image.user],
    ["brings", some(image.provides, 12, " ")],
    ["chain", image.chain.join(" > ")],
    [
      "needs",
      some(
        needRows(image.needs).map(({ name, kinds }) => `${name} (${kinds})`),
        10,
        ", ",
      ),
    ],
    [
      "needed by",
      some(
        needRows(image.users).map(({ name }) => name),
        10,
        ", ",
      ),
    ],
    ["built with it", `${image.dependents} images`],
    ...image.platforms.flatMap(platformRows),
    ...image.sources
      .slice(0, 4)
      .map(({ name, sha256, signed }): [string, string] => [
        "source",
        `${name} ${sha256}${signed === undefined ? "" : `, signed by ${signed.signer}`}`,
      ]),
    [
      "sources",
      image.sources.length > 4 ? `and ${image.sources.length - 4} more: defs ledger ${image.name}` : undefined,
    ],
    ["patches", image.patches.join(", ")],
    ["hardening", image.onStage3 ? "none by its recipe: stage3 compiles it" : image.protections.join(", ")],
    ...image.leftOut.map(({ protection, reason }): [string, string] => ["left out", `${protection}: ${reason}`]),
    ["tests", image.skippedTests === undefined ? undefined : `upstream's are not run: ${image.skippedTests}`],
    ...image.history
      .slice(0, 5)
      .map(({ date, version, digest, subject }): [string, string] => [
        date.slice(0, 10),
        `${version ?? `digest ${digest?.slice(0, 12) ?? ""}`}: ${subject}`,
      ]),
  ];
  const lines = rows
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key.padEnd(13)} ${value!}\n`);
  const title = image.version === undefined ? image.name : `${image.name} ${image.version}`;
  return `${title}\n${lines.join("")}`;
}

/** Of an image without a digest there is nothing to be known. */
function platformRows({
  platform,
  digest,
  reproduced,
  size,
  seconds,
  signatures,
}: CatalogueImage["platforms"][number]) {
  const unknown =
    digest === undefined ? undefined : "not known: no image with this digest lies in the output directory";
  return [
    [platform, digest === undefined ? "no digest is written down" : `sha256:${digest}`],
    ["reproduced", reproduced],
    [
      "signed by",
      signatures === undefined
        ? digest && "not verified: --trusted-policy says where trust begins"
        : `${signatures.people.join(", ") || "nobody"}; ${signatures.people.length} of ${signatures.needed} needed`,
    ],
    ["size", size === undefined ? unknown : sizeText(size)],
    ["build time", seconds === undefined ? unknown : timeText(seconds)],
  ] satisfies [string, string | undefined][];
}

function some(words: readonly string[], most: number, between: string): string {
  const more = words.length > most ? `${between}and ${words.length - most} more` : "";
  return words.slice(0, most).join(between) + more;
}
