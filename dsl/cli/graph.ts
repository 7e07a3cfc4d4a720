import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { emitDot } from "../emit/dot.js";
import { emitSvg } from "../emit/svg.js";
import { parseGraphFile, type GraphFile } from "../graph/file.js";
import { closure, dependents, edgesOf, only, why } from "../graph/query.js";
import { unknownImage } from "../report/suggest.js";
import {
  committedSnapshot,
  compareSnapshots,
  movedEntrypoints,
  presentSnapshot,
  renderChanges,
  renderMoves,
} from "./read/changes.js";
import { movedCommands } from "./read/moved.js";
import { chosenBy, type Filter, filtersGiven, sayNone, withFilter } from "./filter.js";
import { page } from "./terminal/page.js";
import { compile } from "./pipeline.js";

const formats = ["json", "dot", "svg", "short", "wide"] as const;

interface Options extends Filter {
  readonly format?: (typeof formats)[number];
  readonly why?: readonly string[];
  readonly dependents?: string;
  readonly affected?: string;
  readonly json?: true;
}

/** `defs graph` and `defs diff`. */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  withFilter(program.command("graph").description("show the graph of images, or ask it a question"))
    .argument("[images...]", "only these and what they need")
    .addOption(
      new Option(
        "--format <format>",
        "short: a line per image with what it names; wide: also why it names it; default: json",
      ).choices([...formats]),
    )
    .option("--why <images...>", "two images: the shortest chain by which the first needs the second")
    .option("--dependents <image>", "every image whose build uses this one")
    .option(
      "--affected <revision>",
      "what changed since a revision's generated/, and what that may rebuild; evaluates nothing",
    )
    .option("--json", "answers to questions as JSON")
    .action(async (images: readonly string[], options: Options) => {
      oneQuestion(images, options);
      await page(await answer(root(), images, options));
    });
  program
    .command("diff")
    .description(
      "compare the generated trees of two revisions: added, removed, updated, rebuilt, commands and entrypoints that moved; evaluates nothing",
    )
    .argument("<before>")
    .argument("[after]", "default: the present generated/")
    .option("--json", "as JSON")
    .action(async (before: string, after: string | undefined, options: { json?: true }) => {
      const then = await committedSnapshot(root(), before);
      const now = after === undefined ? await presentSnapshot(root()) : await committedSnapshot(root(), after);
      const changes = compareSnapshots(then, now);
      const [commands, entrypoints] = [movedCommands(then.graph, now.graph), await movedEntrypoints(then, now)];
      process.stdout.write(
        options.json
          ? json({ ...changes, commands, entrypoints })
          : renderMoves(commands, entrypoints) + renderChanges(changes),
      );
    });
}

/** @throws Error when part of a command line would be without effect. */
function oneQuestion(images: readonly string[], options: Options): void {
  const { format, why, dependents, affected } = options;
  const asked = Object.entries({ why, dependents, affected }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (asked.length > 1) throw new Error(`${asked.join(" and ")} are several questions: ask one at a time`);
  if (asked.length === 1 && images.length > 0)
    throw new Error(`${asked[0]} asks about the whole graph: leave out ${images.join(" ")}`);
  if (asked.length === 1 && format !== undefined) throw new Error(`${asked[0]} has no picture: leave out --format`);
  const filters = filtersGiven(options);
  if (filters.length > 0 && (why ?? affected) !== undefined)
    throw new Error(`${asked[0]} asks about the whole graph: leave out ${filters.join(" ")}`);
}

async function answer(root: string, images: readonly string[], options: Options): Promise<string> {
  if (options.affected !== undefined) {
    const changes = compareSnapshots(await committedSnapshot(root, options.affected), await presentSnapshot(root));
    return options.json
      ? json({ rebuild: changes.rebuild, may: changes.may })
      : renderChanges({ ...changes, added: [], removed: [], updated: [] });
  }
  const { graph: definitions, tree } = await compile(root);
  const graph = parseGraphFile(tree.get("generated/graph.json")!);
  if (options.why !== undefined) return whyText(graph, options.why, options.json);
  const chosen = chosenBy(definitions, options);
  if (options.dependents !== undefined)
    return dependentsText(graph, known(graph, options.dependents), chosen, options.json);
  const asked = images.map((name) => known(graph, name));
  if (chosen.size === 0) sayNone(graph.size);
  return picture(only(asked.length === 0 ? graph : closure(graph, asked), chosen), options.format);
}

async function picture(graph: GraphFile, format: Options["format"] = "json"): Promise<string> {
  if (format === "dot") return emitDot(graph);
  if (format === "svg") return await emitSvg(graph);
  if (format !== "json") return lines(graph, format === "wide");
  return json({
    images: [...graph.values()].map(({ name, stage, version, platforms }) => ({ name, stage, version, platforms })),
    edges: [...graph.values()].flatMap(edgesOf),
  });
}

/** A line per image: its name, and what it names; wide, also by which keys of its definition. */
function lines(graph: GraphFile, wide: boolean): string {
  return [...graph.values()]
    .map((entry) => {
      const edges = edgesOf(entry);
      const kinds = (name: string): string => edges.flatMap(({ to, kind }) => (to === name ? kind : [])).join(", ");
      const needs = [...new Set(edges.map(({ to }) => to))];
      const words = needs.map((name) => (wide ? `${name} (${kinds(name)})` : name));
      return `${[`${entry.name}:`, words.join(wide ? ", " : " ")].join(" ").trimEnd()}\n`;
    })
    .join("");
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

function dependentsText(graph: GraphFile, name: string, chosen: ReadonlySet<string>, asJson: true | undefined): string {
  const found = dependents(graph, new Set([name])).filter((item) => chosen.has(item.name));
  if (asJson) return json(found);
  return `${found.map((item) => `${item.name}${item.direct ? " (directly)" : ""}\n`).join("")}${found.length} of ${chosen.size} images are built with ${name}\n`;
}

/** The name, when the graph has it. @throws Error with the closest one. */
function known(graph: GraphFile, name: string): string {
  if (graph.has(name)) return name;
  throw new Error(unknownImage(name, graph.keys()));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
