import { z } from "zod";

const source = z.object({ name: z.string(), sha256: z.string() });
const image = z.object({
  name: z.string(),
  kind: z.enum(["package", "pallet"]),
  stage: z.string(),
  file: z.string(),
  version: z.string().nullable(),
  platforms: z.array(z.string()),
  base: z.string().nullable(),
  imageBase: z.string().nullable(),
  buildDeps: z.array(z.string()),
  runDeps: z.array(z.string()),
  // Graphs of older revisions lack it.
  provides: z.array(z.string()).default([]),
  members: z.array(z.string()),
  cutFrom: z.string().nullable().optional(),
  deps: z.array(z.string()),
  sources: z.array(source),
});
const graphFile = z.object({ schema: z.literal(1), images: z.array(image) });

/** One image of generated/graph.json, as far as the queries need it. */
export type ImageEntry = z.infer<typeof image>;

/** The images of generated/graph.json by name, in the file's order, which is that of their names. */
export type GraphFile = ReadonlyMap<string, ImageEntry>;

/** Reads the text of a generated/graph.json. @throws Error that names the first member of another form. */
export function parseGraphFile(text: string, from = "generated/graph.json"): GraphFile {
  const result = graphFile.safeParse(parseJson(text, from));
  if (result.success) return new Map(result.data.images.map((entry) => [entry.name, entry]));
  const [issue] = result.error.issues;
  throw new Error(
    `${[from, ...(issue?.path.length ? [issue.path.join(".")] : [])].join(": ")}: ${issue?.message}; it was written by another version of the compiler`,
  );
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${from} is not JSON: was it edited by hand? \`defs compile\` rewrites it`);
  }
}
