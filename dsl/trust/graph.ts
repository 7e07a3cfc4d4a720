import { platformFolder } from "../model/platform.js";
import { z } from "zod";
import { readUntrusted } from "./files.js";
import { type JsonForm, parseJson } from "./json.js";
import { type Stage, stages } from "./policy.js";
import { exitCodes, fail, printable } from "./problem.js";

/** Where the compiler writes the dependency graph. */
export const graphPath = "generated/graph.json";

/** Names of images as files, digests and signatures have them; the stage comes first. */
export const imageName = /^(bootstrap|core|user|pallet)-[a-z0-9][a-z0-9._-]{0,116}$/;
/** Platforms as graph and signatures spell them. */
export const platformName = /^[a-z0-9]+(\/[a-z0-9]+)+$/;

const image = z.object({
  name: z.string().regex(imageName, "a name of the form <stage>-<name> is needed"),
  stage: z.string(),
  platforms: z.array(z.string().regex(platformName, "a platform of the form os/architecture is needed")),
  version: z
    .string()
    .regex(/^[!-~]{1,128}$/, "a version without spaces is needed")
    .nullish(),
  deps: z.array(z.string()),
  on: z.array(z.string()).optional(),
});
const graphSchema = z.object({ schema: z.literal(1), images: z.array(image) });

/** One image of the graph; members that trust has no use for are left out. */
export type GraphImage = z.infer<typeof image>;

/** Images by platform directory (`linux-amd64`), then by name. */
export type Graph = ReadonlyMap<string, ReadonlyMap<string, GraphImage>>;

// The verifier in shell reads these members as they are written, without escapes.
const graphForm: JsonForm = {
  plainNames: true,
  plainMembers: new Set(["name", "stage", "platforms", "version", "schema"]),
};

/** The stage of an image: the beginning of its name. Nothing else says it, since the name is what people sign. */
export function stageOf(image: string): Stage | undefined {
  return stages.find((stage) => image.startsWith(`${stage}-`));
}

/** Reads generated/graph.json. @throws TrustError E504 when it is missing or has another form; exit code 2. */
export async function readGraph(root: string): Promise<Graph> {
  const read = await readUntrusted(root, graphPath, 1 << 26);
  if ("refused" in read) return fail("E504", graphPath, read.refused, exitCodes.usage, "run `defs compile`");
  try {
    const graph = graphSchema.parse(parseJson(read.bytes.toString("utf8"), graphForm));
    return groupByPlatform(graph.images);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    return fail(
      "E504",
      graphPath,
      printable(issue ? `${issue.path.join(".")}: ${issue.message}` : (error as Error).message),
      exitCodes.usage,
      "run `defs compile`",
    );
  }
}

function groupByPlatform(images: readonly GraphImage[]): Graph {
  const graph = new Map<string, Map<string, GraphImage>>();
  for (const item of images) {
    if (item.stage !== stageOf(item.name))
      throw new SyntaxError(`${item.name}: its stage is said to be '${item.stage}'`);
    for (const directory of item.platforms.map(platformFolder)) {
      const group = graph.get(directory) ?? new Map<string, GraphImage>();
      if (group.has(item.name)) throw new SyntaxError(`${item.name} is there twice for ${directory}`);
      graph.set(directory, group.set(item.name, item));
    }
  }
  return graph;
}
