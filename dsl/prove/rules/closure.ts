import { contents } from "../../graph/closure.js";
import { mergedConfig } from "../../lower/config.js";
import { fileNeeds, type Need } from "../needs.js";
import type { Content } from "../contents.js";
import { resolve, type Resolved } from "../files.js";
import { keyPath, searchFolders, type Finding, type Subject } from "../rule.js";

/** What a file needs at run time, with what meets it. */
export interface Met {
  readonly need: Need;
  readonly resolved: Resolved | undefined;
}

/** The needs of one file, each followed through the image and its closure. */
export function followNeeds(subject: Subject, { file, bytes, elf }: Content): Met[] {
  return fileNeeds(file, bytes, elf, searchFolders(subject)).map((need) => ({
    need,
    resolved: firstOf(subject, need.paths),
  }));
}

/** What the image's own configuration needs: the program that it starts. */
export function followConfig(subject: Subject): Met[] {
  const program =
    subject.definition.config.entrypoint?.[0] ?? mergedConfig(subject.graph, subject.definition).entrypoint?.[0];
  if (program === undefined) return [];
  return [{ need: { name: program, by: "its entrypoint", paths: [program] }, resolved: firstOf(subject, [program]) }];
}

/** What the image's own symbolic links lead to; where that is nothing, E816 tells it. */
export function followLinks(subject: Subject): Met[] {
  return [...subject.own.values()].flatMap(({ path, kind }): Met[] => {
    const resolved = kind === "symlink" ? resolve(subject.closure, path) : undefined;
    return resolved === undefined ? [] : [{ need: { name: path, by: path, paths: [path] }, resolved }];
  });
}

function firstOf(subject: Subject, paths: readonly string[]): Resolved | undefined {
  for (const path of paths) {
    const found = resolve(subject.closure, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** E802: whatever the files need is in the image, or in what its `runDeps` name. */
export function missing(
  subject: Subject,
  met: readonly Met[],
  bringers: (paths: readonly string[]) => string | undefined,
): Finding[] {
  const unmet = new Map<string, Need[]>();
  for (const { need, resolved } of met)
    if (resolved === undefined) unmet.set(need.name, [...(unmet.get(need.name) ?? []), need]);
  return [...unmet].map(([name, needs]): Finding => {
    const users = needs.length > 1 ? `${needs[0]!.by} and ${needs.length - 1} more need` : `${needs[0]!.by} needs`;
    const bringer = bringers(needs[0]!.paths);
    return {
      code: "E802",
      subject: name,
      message: `${users} ${name}, which is neither in ${subject.definition.name} nor in what it needs at run time`,
      hint:
        bringer === undefined
          ? "name the package that brings it in `runDeps`, or build without it."
          : `${bringer} brings it: name it in \`runDeps\`, or build without it.`,
      path: keyPath(subject.definition, "runDeps"),
      ...(bringer === undefined ? {} : { bringer }),
    };
  });
}

/** E803: each of `runDeps` brings something that a file of the image itself needs. */
export function superfluous({ graph, definition }: Subject, met: readonly Met[]): Finding[] {
  const used = new Set(met.flatMap(({ resolved }) => (resolved?.used ?? []).map(({ image }) => image)));
  const below = new Set(contents(graph, definition.name));
  return definition.runDeps.flatMap(({ name }, index): Finding[] => {
    if (contents(graph, name).some((inner) => used.has(inner) && !below.has(inner))) return [];
    return [
      {
        code: "E803",
        subject: name,
        message: `no file of ${definition.name} shows that it needs ${name}: no library, interpreter or pkg-config file`,
        hint: "remove it from `runDeps`, or allow it with the reason why it is needed.",
        path: keyPath(definition, "runDeps", index),
      },
    ];
  });
}
