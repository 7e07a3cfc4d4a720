import { join } from "node:path";
import { type Committed, committedDigests } from "../../evidence/committed.js";
import type { Facts } from "../../evidence/inventory.js";
import { definitionOf, type Graph } from "../../graph/graph.js";
import { listFiles, readText } from "../../load/files.js";
import type { Platform } from "../../model/platform.js";
import { DiagnosticsError, type Diagnostic } from "../../report/diagnostic.js";
import { unknownImage } from "../../report/suggest.js";
import { type Compiled, compile } from "../pipeline.js";
import { readProvenance } from "./provenance.js";

/** A compiled tree with what digests/ says of it. */
export interface Evidence extends Facts, Pick<Compiled, "tree"> {}

/** Compiles a tree and reads its digests/. @throws DiagnosticsError with every mistake of either. */
export async function readEvidence(root: string): Promise<Evidence> {
  const { loaded, graph, tree } = await compile(root);
  const digests = await readDigests(root, graph);
  const provenance = readProvenance(root);
  return { graph, tree, extras: loaded.found.extras, committed: committedDigests(tree, { digests, provenance }) };
}

/** Every digest that is written down, `sha256:` and 64 digits by NAME@PLATFORM. @throws DiagnosticsError E504 with every line that is none. */
export async function readDigests(root: string, graph: Graph): Promise<ReadonlyMap<string, string>> {
  const { parseDigests } = await import("../../trust/digests.js");
  const all = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const files = listFiles(root, "digests").filter((file) => file !== "digests/provenance.txt");
  for (const file of files) {
    const [, os, architecture, stage] = /^digests\/([a-z0-9]+)-([a-z0-9]+)\/([a-z]+)\.txt$/.exec(file) ?? [];
    if (stage === undefined) {
      diagnostics.push({ code: "E504", file, message: "not the digests of a stage" });
      continue;
    }
    const known = (image: string): boolean => image.startsWith(`${stage}-`) && graph.definitions.has(image);
    const { digests, problems } = parseDigests(readText(join(root, file)), file, known);
    for (const { line, message } of problems)
      diagnostics.push({ code: "E504", file, message, ...(line === undefined ? {} : { line, column: 1 }) });
    for (const [image, digest] of digests) all.set(`${image}@${os!}/${architecture!}`, `sha256:${digest}`);
  }
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics, 0);
  return all;
}

/** The platform that was asked for, or the one that the definition names first. @throws Error when there is no such image. */
export function chosenPlatform({ graph }: Facts, image: string, asked: string | undefined): Platform {
  if (!graph.definitions.has(image)) throw new Error(unknownImage(image, graph.definitions.keys()));
  const { platforms } = definitionOf(graph, image);
  if (asked === undefined) return platforms[0]!;
  const found = platforms.find((platform) => platform === asked);
  if (found === undefined)
    throw new Error(`${image} is not made for ${asked}; its platforms are ${platforms.join(", ")}`);
  return found;
}

/** What is written down for an image. @throws DiagnosticsError E601 when nothing is, or something of other inputs. */
export function committedOf({ graph, committed }: Facts, image: string, platform: Platform): Committed {
  const found = committed.get(`${image}@${platform}`);
  if (found !== undefined) return found;
  const { file } = definitionOf(graph, image);
  const message = `no digest of ${image} for ${platform} is written down that its present inputs gave`;
  const hint = `build it twice with \`make reproduce\`, then \`make digests\` writes it down (docs/reproducing.md).`;
  throw new DiagnosticsError([{ code: "E601", file, line: 1, column: 1, message, hint }], graph.definitions.size);
}
