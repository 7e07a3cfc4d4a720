import type { Reference } from "./reference.js";

/**
 * The images that a compose file (Compose specification, `image`, `additional_contexts`) or a bake file (docker buildx bake, `contexts`,
 * `args`) names: values of `image`, addresses docker-image://, and quoted texts that hold a digest. Comments are left out.
 */
export function otherReferences(text: string): Reference[] {
  const found: Reference[] = [];
  let at = 0;
  text.split("\n").forEach((line, index) => {
    const code = line.replace(/(^|\s)(?:#|\/\/).*$/, (comment) => " ".repeat(comment.length));
    for (const match of code.matchAll(pattern)) {
      const group = [1, 2, 3].find((number) => match[number] !== undefined)!;
      const reference = match[group]!;
      const common = { line: index + 1, digestAt: undefined, paths: [] };
      if (reference.includes("$"))
        found.push({ ...common, text: reference, at: undefined, unresolved: "it has a variable" });
      else found.push({ ...common, text: reference, at: at + match.indices![group]![0] });
    }
    at += line.length + 1;
  });
  return found;
}

const pattern =
  /docker-image:\/\/([^\s"',}\]]+)|(?<![\w-])["']?image["']?\s*[:=]\s*["']?([^\s"',}\]]+)|["'](?!docker-image:)([a-z0-9./:_-]+@sha256:[0-9a-f]{64})["']/dg;
