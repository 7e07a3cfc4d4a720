import { resolve } from "node:path";
import type { Command } from "commander";
import { emitDot } from "../emit/dot.js";
import { emitSvg } from "../emit/svg.js";
import { parseGraphFile, type GraphFile } from "../graph/file.js";
import { closure, dependents, edgesOf, why } from "../graph/query.js";
import { unknownImage } from "../report/suggest.js";
import { committedSnapshot, compareSnapshots, presentSnapshot, renderChanges } from "./changes.js";
import { compile } from "./pipeline.js";

interface Options {
  readonly format?: string;
  readonly why?: readonly string[];
  readonly dependents?: string;
  readonly affected?: string;
  readonly json?: true;
}

/** `defs graph` and `defs diff`. */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  program
    .command("graph")
    .description("show the graph of images, or ask it a question")
    .argument("[images...]", "only these and what they need")
    .option("--format <format>", "json, dot or svg; default: json")
    .option("--why <images...>", "two images: the shortest chain by which the first needs the second")
    .option("--dependents <image>", "every image whose build uses this one")
    .option(
      "--affected <revision>",
      "what changed since a revision's generated/, and what that may rebuild; evaluates nothing",
    )
    .option("--json", "answers to questions as JSON")
    .action(async (images: readonly string[], options: Options) => {
      oneQuestion(images, options);
      process.stdout.write(await answer(root(), images, options));
    });
  program
    .command("diff")
    .description("compare the generated trees of two revisions: added, removed, updated, rebuilt; evaluates nothing")
    .argument("<before>")
    .argument("[after]", "default: generated/ as it lies here")
    .option("--json", "as JSON")
    .action(async (before: string, after: string | undefined, options: { json?: true }) => {
      const changes = compareSnapshots(
        await committedSnapshot(root(), before),
        after === undefined ? await presentSnapshot(root()) : await committedSnapshot(root(), after),
      );
      process.stdout.write(options.json ? json(changes) : renderChanges(changes));
    });
}

/** @throws Error when part of a command line would be without effect. */
function oneQuestion(images: readonly string[], { format, why, dependents, affected }: Options): void {
  const asked = Object.entries({ why, dependents, affected }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (asked.length > 1) throw new Error(`${asked.join(" and ")} are several questions: ask one at a time`);
  if (asked.length === 1 && images.length > 0)
    throw new Error(`${asked[0]} asks about the whole graph: leave out ${images.join(" ")}`);
  if (asked.length === 1 && format !== undefined) throw new Error(`${asked[0]} has no picture: leave out --format`);
}

async function answer(root: string, images: readonly string[], options: Options): Promise<string> {
  if (options.affected !== undefined) {
    const changes = compareSnapshots(await committedSnapshot(root, options.affected), await presentSnapshot(root));
    return options.json
      ? json({ rebuild: changes.rebuild, may: changes.may })
      : renderChanges({ ...changes, added: [], removed: [], updated: [] });
  }
  const { tree } = await compile(root);
  const graph = parseGraphFile(tree.get("generated/graph.json")!);
  if (options.why !== undefined) return whyText(graph, options.why, options.json);
  if (options.dependents !== undefined) return dependentsText(graph, known(graph, options.dependents), options.json);
  return picture(
    images.length === 0
      ? graph
      : closure(
          graph,
          images.map((name) => known(graph, name)),
        ),
    options.format,
  );
}

async function picture(graph: GraphFile, format = "json"): Promise<string> {
  if (format === "dot") return emitDot(graph);
  if (format === "svg") return await emitSvg(graph);
  if (format !== "json") throw new Error(`there is no format '${format}'; formats are json, dot, svg`);
  return json({
    images: [...graph.values()].map(({ name, stage, version, platforms }) => ({ name, stage, version, platforms })),
    edges: [...graph.values()].flatMap(edgesOf),
  });
}

function whyText(graph: GraphFile, images: readonly string[], asJson: true | undefined): string {
  const [from, to, ...more] = images;
  if (from === undefined || to === undefined || more.length > 0 || from === to)
    throw new Error("--why takes two different images, such as --why core-git core-zlib");
  const edges = why(graph, known(graph, from), known(graph, to));
  if (asJson) return json(edges ?? null);
  if (edges === undefined) return `${from} does not need ${to}\n`;
  return `${from}\n${edges.map((edge, index) => `${"  ".repeat(index + 1)}-> ${edge.to} (${edge.kind})\n`).join("")}`;
}

function dependentsText(graph: GraphFile, name: string, asJson: true | undefined): string {
  const found = dependents(graph, new Set([name]));
  if (asJson) return json(found);
  return `${found.map((item) => `${item.name}${item.direct ? " (directly)" : ""}\n`).join("")}${found.length} of ${graph.size} images are built with ${name}\n`;
}

/** The name, when the graph has it. @throws Error with the closest one. */
function known(graph: GraphFile, name: string): string {
  if (graph.has(name)) return name;
  throw new Error(unknownImage(name, graph.keys()));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
