import type { GraphFile } from "../../graph/file.js";

/** A command that images brought before and no longer bring, and those that bring it now. */
export interface MovedCommand {
  readonly command: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** An image that starts another program than before. */
export interface MovedEntrypoint {
  readonly image: string;
  readonly from: string;
  readonly to: string;
}

/** Commands that moved between two graphs, or that nobody brings any more, in byte order. */
export function movedCommands(before: GraphFile, after: GraphFile): MovedCommand[] {
  const [then, now] = [bringers(before), bringers(after)];
  return [...then]
    .map(([command, images]) => ({
      command,
      from: images.filter((image) => !now.get(command)?.includes(image)),
      to: now.get(command) ?? [],
    }))
    .filter(({ from }) => from.length > 0)
    .sort((a, b) => (a.command < b.command ? -1 : 1));
}

/** Commands are what `provides` holds without a kind before a colon. */
function bringers(graph: GraphFile): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, provides } of graph.values())
    for (const command of provides.filter((each) => !each.includes(":")))
      found.set(command, [...(found.get(command) ?? []), name]);
  return found;
}
