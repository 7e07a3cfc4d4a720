import { tagOf } from "../model/version.js";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { drawDot } from "../emit/graphviz.js";
import { parseGraphFile } from "../graph/file.js";
import { describeImages } from "../site/describe.js";
import { renderSite } from "../site/site.js";
import { compile } from "./pipeline.js";
import { notedSigners } from "./read/signed-sources.js";
import { rememberedDrawing } from "./site-pictures.js";
import { type AnchorOptions, run, say, sayJson, withAnchor } from "./terminal/trust-output.js";
import { writeSite } from "./write-site.js";

interface Options extends AnchorOptions {
  readonly to: string;
  readonly address?: string;
  readonly repository?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `defs site`. Exit codes: 0 written or current, 1 the tree has mistakes, 2 usage, 3 no trusted policy. */
export function register(program: Command): void {
  withAnchor(
    program
      .command("site")
      .description("write the catalogue of all images as a static web site")
      .requiredOption("--to <dir>", "folder of the site; it may not hold files of anything else"),
  )
    .option("--address <https>", "where the site will be, for the feed", httpsAddress)
    .option("--repository <name>", "name under which images are published (default: the policy's)")
    .option("--out <dir>", "where images were built, for sizes and times (default: $OUT, or out/ of the tree)")
    .option("--json", "say as JSON what was written")
    .action((options: Options) => run(() => site(resolve(program.opts<{ root: string }>().root), options)));
}

function httpsAddress(text: string): string {
  if (!/^https?:\/\/[^\s"'<>]+$/.test(text))
    throw new InvalidArgumentError("an address such as https://example.org/images is needed");
  return text;
}

async function site(root: string, options: Options): Promise<number> {
  const { catalogueFrame, historyOf, platformReader, surroundings } = await import("./read/site-facts.js");
  const [{ graph, tree }, around] = await Promise.all([compile(root), surroundings(root, options)]);
  const out = resolve(options.out ?? process.env["OUT"] ?? `${root}/out`);
  const platform = await platformReader(root, graph, out, around);
  const signers = notedSigners(root);
  const images = describeImages(graph, parseGraphFile(tree.get("generated/graph.json")!), tree, {
    platform,
    history: (image) => historyOf(around, image),
    signer: (sha256) => signers.get(sha256),
    tag: tagOf,
  });
  const pictures = rememberedDrawing(root, drawDot);
  const files = await renderSite(
    { ...catalogueFrame(around, options.repository, options.address), images },
    pictures.draw,
  );
  const written = writeSite(resolve(options.to), files);
  pictures.keep();
  if (options.json) sayJson({ images: images.length, ...written });
  else {
    const { written: files, removed, unchanged } = written;
    say(`${images.length} images: ${files.length} files written, ${removed.length} removed, ${unchanged} unchanged`);
  }
  return 0;
}
