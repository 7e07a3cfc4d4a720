/** An image as one of two trees has it. */
export interface Noted {
  readonly version: string | null;
  /** Digests by platform. */
  readonly digests: ReadonlyMap<string, string>;
  /** Hashes of its sources, sorted. */
  readonly sources: readonly string[];
  /** Commands and formats that it brings. */
  readonly provides: readonly string[];
  /** Undefined where it has none, or the same in both trees. */
  readonly entrypoint: string | undefined;
}

/** What lies between two trees. Each list is in byte order of names; an image is in one of them. */
export interface Notes {
  readonly added: readonly Note[];
  readonly updated: readonly (Note & { readonly from: string | null })[];
  /** The same version with another digest. */
  readonly rebuilt: readonly Note[];
  readonly moved: readonly (Note & { readonly was: string })[];
  readonly removed: readonly Note[];
  /** What whoever uses an image has to change: its commands that are gone, and its entrypoint. */
  readonly changed: readonly { readonly name: string; readonly what: string }[];
}

/** One image, and why, as far as commits say it. */
export interface Note {
  readonly name: string;
  readonly version: string | null;
  readonly reasons: readonly string[];
}

type Tree = ReadonlyMap<string, Noted>;

/** Compares two trees. @param reasons subjects of commits by image, the oldest first. */
export function compareTrees(before: Tree, after: Tree, reasons: ReadonlyMap<string, readonly string[]>): Notes {
  const note = (name: string, tree: Tree): Note => ({
    name,
    version: tree.get(name)!.version,
    reasons: [...new Set(reasons.get(name) ?? [])],
  });
  const fresh = [...after.keys()].filter((name) => !before.has(name)).sort();
  const gone = [...before.keys()].filter((name) => !after.has(name)).sort();
  const moved = new Map(
    fresh.flatMap((name) => match(name, gone, before, after).map((was): [string, string] => [name, was])),
  );
  const left = new Set(moved.values());
  const stayed = [...after.keys()].filter((name) => before.has(name)).sort();
  const updated = stayed.filter((name) => before.get(name)!.version !== after.get(name)!.version);
  return {
    added: fresh.filter((name) => !moved.has(name)).map((name) => note(name, after)),
    updated: updated.map((name) => ({ ...note(name, after), from: before.get(name)!.version })),
    rebuilt: stayed
      .filter((name) => !updated.includes(name) && differs(before.get(name)!.digests, after.get(name)!.digests))
      .map((name) => note(name, after)),
    moved: [...moved].map(([name, was]) => ({ ...note(name, after), was })),
    removed: gone.filter((name) => !left.has(name)).map((name) => note(name, before)),
    changed: [...stayed.map((name) => [name, name] as const), ...moved].flatMap(([name, was]) =>
      usesThatMoved(before.get(was)!, after.get(name)!).map((what) => ({ name, what })),
    ),
  };
}

/** A new image is one that is gone under another name when its name without the stage is the same, or all of its sources are. */
function match(name: string, gone: readonly string[], before: Tree, after: Tree): string[] {
  const short = (full: string): string => full.slice(full.indexOf("-") + 1);
  const { sources } = after.get(name)!;
  const same = (other: string): boolean => sources.length > 0 && before.get(other)!.sources.join() === sources.join();
  const found = gone.find((other) => short(other) === short(name)) ?? gone.find(same);
  return found === undefined ? [] : [found];
}

/** What people rely on of an image. */
export type Use = Pick<Noted, "provides" | "entrypoint">;

/** What whoever uses an image has to change: commands that are gone, and another entrypoint. */
export function usesThatMoved(before: Use, after: Use): string[] {
  const gone = before.provides.filter((command) => !after.provides.includes(command));
  return [
    ...(gone.length === 0 ? [] : [`no longer brings ${gone.join(", ")}`]),
    ...(before.entrypoint === after.entrypoint
      ? []
      : [`entrypoint was ${before.entrypoint ?? "none"}, is ${after.entrypoint ?? "none"}`]),
  ];
}

/** A digest that is written down for the first time is no rebuild. */
function differs(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  return [...after].some(([platform, digest]) => before.has(platform) && before.get(platform) !== digest);
}

/** The notes in Markdown. @param title such as "Release 4". */
export function renderNotes(title: string, notes: Notes): string {
  const version = (text: string | null): string => (text === null ? "" : ` ${text}`);
  const line = (head: string, { reasons }: Note): string =>
    [`- ${head}`, ...reasons.map((reason) => `  - ${reason.replaceAll(/[\\`*_<[\]]/g, "\\$&")}`)].join("\n");
  const part = <T extends Note>(name: string, list: readonly T[], head: (note: T) => string): string[] =>
    list.length === 0 ? [] : [`## ${name}\n\n${list.map((note) => line(head(note), note)).join("\n")}\n`];
  const parts = [
    ...part("New", notes.added, (note) => `${note.name}${version(note.version)}`),
    ...part(
      "Updated",
      notes.updated,
      (note) => `${note.name}${version(note.from)} ->${version(note.version) || " no version"}`,
    ),
    ...part("Rebuilt", notes.rebuilt, (note) => `${note.name}${version(note.version)} has another digest`),
    ...part("Moved", notes.moved, (note) => `${note.was} is called ${note.name} now`),
    ...part("Removed", notes.removed, (note) => `${note.name}${version(note.version)}`),
    ...(notes.changed.length === 0
      ? []
      : [`## For users\n\n${notes.changed.map(({ name, what }) => `- ${name}: ${what}`).join("\n")}\n`]),
  ];
  return `# ${title}\n\n${parts.length === 0 ? "Nothing changed.\n" : parts.join("\n")}`;
}
