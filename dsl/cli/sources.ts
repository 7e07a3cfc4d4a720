import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { storePath } from "../load/place.js";
import { isFetched, sourceName, type FetchedSource } from "../sources/source.js";
import { compile } from "./pipeline.js";
import { registerScan } from "./scan.js";
import { notedSigners } from "./read/signed-sources.js";
import { registerVerify } from "./source-signatures.js";
import { storedSize } from "./read/store.js";

/** A source with what is known of its bytes. */
interface Found {
  readonly image: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number | null;
  /** `checked`: its bytes lie in the store, which takes only right ones. `stated`: the definition says so, no more. */
  readonly state: "checked" | "stated" | "wrong";
  /** The primary fingerprint of upstream's key, where its signature was checked. */
  readonly signer: string | null;
}

/** `defs sources` and `defs sources scan`. */
export function register(program: Command): void {
  const command = program
    .command("sources")
    .description("list all sources: which were checked against their bytes, which are only stated")
    .option("--stated", "only those that are not checked")
    .option("--hash", "read the store's files again instead of trusting it")
    .option("--json", "as JSON, one array of objects")
    .action(async (options: { stated?: true; hash?: true; json?: true }) => {
      const root = resolve(program.opts<{ root: string }>().root);
      const { graph } = await compile(root);
      const signers = notedSigners(root);
      const all: Found[] = [];
      for (const { name, sources } of graph.definitions.values())
        for (const source of sources.filter(isFetched))
          all.push({
            image: name,
            name: sourceName(source),
            sha256: source.sha256,
            size: source.size ?? null,
            signer: signers.get(source.sha256)?.signer ?? null,
            state: await stateOf(source, options.hash ?? false),
          });
      const shown = options.stated ? all.filter((source) => source.state !== "checked") : all;
      process.stdout.write(options.json ? `${JSON.stringify(shown, undefined, 2)}\n` : table(shown, all));
      if (all.some((source) => source.state === "wrong")) process.exitCode = 1;
    });
  registerScan(command, program);
  registerVerify(command, program);
}

async function stateOf({ sha256, size }: FetchedSource, again: boolean): Promise<Found["state"]> {
  const present = storedSize(sha256);
  if (present === undefined) return "stated";
  const wrong =
    (size !== undefined && present !== size) ||
    present === "unreadable" ||
    (again && (await hashOf(storePath(sha256))) !== sha256);
  return wrong ? "wrong" : "checked";
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function table(shown: readonly Found[], all: readonly Found[]): string {
  const lines = shown.map(
    ({ state, image, sha256, name, signer }) =>
      `${state.padEnd(8)} ${sha256} ${image} ${name}${signer === null ? "" : ` signed by ${signer}`}\n`,
  );
  const checked = all.filter((source) => source.state === "checked").length;
  return `${lines.join("")}${checked} of ${all.length} sources were checked against their bytes, ${all.length - checked} are only stated\n`;
}
