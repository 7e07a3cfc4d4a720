import { existsSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../load/files.js";
import type { Pin } from "../pins/judge.js";
import { readMembers } from "../prove/tar.js";
import { openRevision } from "./git.js";
import { readRange } from "./read-range.js";

/**
 * What changes on the way from a pin to the newest image: another entrypoint, commands that are gone, and copied paths that it does not
 * have. The first two come from the commit that wrote the pinned digest down; paths from the image, where it lies in the output directory.
 */
export async function moves(root: string, out: string, platform: string, pin: Pin): Promise<string[]> {
  if (pin.today === undefined || pin.newest === undefined) return [];
  const directory = platform.replaceAll("/", "-");
  const before =
    pin.commit === undefined || pin.status === "current"
      ? []
      : await sinceCommit(root, directory, pin.today, pin.commit);
  return [...before, ...missingPaths(join(out, directory, pin.today), pin)];
}

async function sinceCommit(root: string, directory: string, image: string, commit: string): Promise<string[]> {
  const stage = image.slice(0, image.indexOf("-"));
  const key = `generated/${stage}/${image.slice(stage.length + 1)}/${directory}.key`;
  const revision = await openRevision(root, commit);
  const texts = await Promise.all([key, "generated/graph.json"].map((file) => revision.readText(file).catch(() => "")));
  const [then, now] = [entrypoint(texts[0]!), entrypoint(present(root, key))];
  const gone = commands(texts[1]!, image).filter(
    (command) => !commands(present(root, "generated/graph.json"), image).includes(command),
  );
  return [
    ...(texts[0] === "" || then === now ? [] : [`entrypoint was ${then}, is ${now}`]),
    ...(gone.length === 0 ? [] : [`no longer brings ${gone.join(", ")}`]),
  ];
}

function present(root: string, file: string): string {
  return existsSync(join(root, file)) ? readText(join(root, file)) : "";
}

function entrypoint(key: string): string {
  const [, config] = /^config (\{.*\})$/m.exec(key) ?? [];
  const words =
    config === undefined
      ? undefined
      : (JSON.parse(config) as { config?: { Entrypoint?: string[] } }).config?.Entrypoint;
  return words === undefined ? "none" : words.join(" ");
}

function commands(graph: string, image: string): string[] {
  const { images } = parsed<{ images?: { name: string; provides: string[] }[] }>(graph);
  return images?.find(({ name }) => name === image)?.provides ?? [];
}

/** Only the image with the newest digest can tell; where another one lies, or none, nothing is said. */
function missingPaths(layout: string, { reference, newest }: Pin): string[] {
  if (reference.paths.length === 0 || newest?.digest === undefined || !existsSync(join(layout, "index.json")))
    return [];
  if (!readText(join(layout, "index.json")).includes(newest.digest)) return [];
  const { layers } = JSON.parse(readText(join(layout, "blobs/sha256", newest.digest))) as {
    layers: { digest: string; size: number }[];
  };
  const members = layers.flatMap(({ digest, size }) =>
    readRange(join(layout, "blobs/sha256", digest.slice(7)), (read) =>
      [...readMembers(read, size)].map(({ path }) => `/${path.replace(/^\.?\//, "")}`),
    ),
  );
  const there = new Set(members);
  return reference.paths
    .map((path) => path.replace(/\/$/, ""))
    .filter((path) => !there.has(path) && !there.has(path.replace(/^\/(?:bin|sbin|lib|lib64)\//, "/usr$&")))
    .map((path) => {
      const same = members.find((member) => member.endsWith(path.slice(path.lastIndexOf("/"))));
      return `has no ${path}${same === undefined ? "" : `; there is ${same}`}`;
    });
}

/** What was committed long ago may be of any form: what is no JSON tells nothing. */
function parsed<T extends object>(text: string): Partial<T> {
  try {
    return JSON.parse(text) as T;
  } catch {
    return {};
  }
}
