import { contents, layerImages } from "../../graph/closure.js";
import type { ImageFile } from "../files.js";
import { present, type Finding, type ImageRule, type Subject } from "../rule.js";

/** E809: of the layers that make up an image, one owns each path. Which one wins would depend on their order. */
export const ownersRule: ImageRule = (subject) => {
  const { definition } = subject;
  const owners = new Map<string, ImageFile>();
  const twice = new Map<string, Finding>();
  for (const name of new Set(layersOf(subject))) {
    for (const [path, file] of name === definition.name ? subject.own : subject.filesOf(name)) {
      const first = owners.get(path);
      if (first === undefined) owners.set(path, file);
      else if (first.kind !== "directory" || file.kind !== "directory") twice.set(path, clash(first, file));
    }
  }
  const counts = definition.kind === "pallet" ? () => true : (path: string) => subject.own.has(path);
  return [...twice].filter(([path]) => counts(path)).map(([, finding]) => finding);
};

/** The images whose layers lie under the image's own, from below, and the image itself. */
function layersOf({ graph, definition }: Subject): string[] {
  return [...layerImages(graph, definition).flatMap((name) => [...contents(graph, name)].reverse()), definition.name];
}

function clash(first: ImageFile, second: ImageFile): Finding {
  return {
    code: "E809",
    subject: second.path,
    message: `${second.path} is in ${first.image} and in ${second.image}${first.kind === second.kind ? "" : `, as ${first.kind} and as ${second.kind}`}`,
    hint: "leave it out of one of them, or allow it with the reason why both have it.",
  };
}

/** E810: a directory that several images hold has one mode and one owner, whichever of them was laid last. */
export const directoriesRule: ImageRule = (subject) => {
  const { graph, definition } = subject;
  const pallet = definition.kind === "pallet";
  const others = (pallet ? layersOf(subject) : present(graph, definition.name)).filter(
    (name) => name !== definition.name,
  );
  const seen = new Map<string, ImageFile>(pallet ? [] : subject.own);
  const found = new Map<string, Finding>();
  for (const other of others.flatMap((name) => [...subject.filesOf(name).values()])) {
    const first = seen.get(other.path);
    if (first === undefined && pallet) seen.set(other.path, other);
    if (
      first?.kind === "directory" &&
      other.kind === "directory" &&
      rights(first) !== rights(other) &&
      !found.has(other.path)
    )
      found.set(other.path, disagreement(first, other));
  }
  return [...found.values()];
};

function rights({ mode, uid, gid }: ImageFile): string {
  return `${mode.toString(8).padStart(4, "0")} ${uid}:${gid}`;
}

function disagreement(first: ImageFile, second: ImageFile): Finding {
  return {
    code: "E810",
    subject: first.path,
    message: `the directory ${first.path} is ${rights(first)} in ${first.image}, and ${rights(second)} in ${second.image}`,
    hint: "give it the same mode and owner in both, usually 0755 0:0.",
  };
}
