import type { GraphFile } from "./file.js";
import { edgesOf, reversed } from "./query.js";

/** Where an image stands in a picture: its row, counted from what needs nothing, and its place in that row. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * A layered drawing: an image stands in a row above everything that it needs, and rows are ordered so that lines cross
 * little (Sugiyama, Tagawa, Toda 1981: longest-path layers, barycentre ordering). The same graph gives the same places.
 */
export function layout(graph: GraphFile): ReadonlyMap<string, Place> {
  const needs = new Map(
    [...graph].map(([name, entry]) => [
      name,
      [...new Set(edgesOf(entry).map((edge) => edge.to))].filter((to) => graph.has(to)),
    ]),
  );
  const rows = orderRows(layers(needs), needs);
  return new Map(
    rows.flatMap((row, index) => row.map((name, column): [string, Place] => [name, { row: index, column }])),
  );
}

/** Run-time needs may form a ring; an image that is being looked at counts as nothing then. */
function layers(needs: ReadonlyMap<string, readonly string[]>): string[][] {
  const depth = new Map<string, number>();
  const rows: string[][] = [];
  for (const start of needs.keys()) {
    const stack = depth.has(start) ? [] : [start];
    const open = new Set(stack);
    while (stack.length > 0) {
      const name = stack.at(-1)!;
      const next = needs.get(name)!.find((need) => !depth.has(need) && !open.has(need));
      if (next !== undefined) {
        stack.push(next);
        open.add(next);
        continue;
      }
      const row = Math.max(-1, ...needs.get(name)!.map((need) => depth.get(need) ?? -1)) + 1;
      depth.set(name, row);
      (rows[row] ??= []).push(name);
      open.delete(stack.pop()!);
    }
  }
  return rows;
}

/** Upwards by what an image needs, then downwards by what needs it; names decide between equals. */
function orderRows(rows: readonly (readonly string[])[], needs: ReadonlyMap<string, readonly string[]>): string[][] {
  const users = reversed(needs);
  let ordered = rows.map((row) => [...row].sort());
  for (const neighbours of [needs, users, needs]) ordered = sweep(ordered, neighbours);
  return ordered;
}

function sweep(rows: readonly string[][], neighbours: ReadonlyMap<string, readonly string[]>): string[][] {
  const position = new Map(
    rows.flatMap((row) => row.map((name, index): [string, number] => [name, (index + 0.5) / row.length])),
  );
  const centre = (name: string): number => {
    const near = neighbours.get(name) ?? [];
    return near.length === 0
      ? position.get(name)!
      : near.reduce((sum, other) => sum + position.get(other)!, 0) / near.length;
  };
  return rows.map((row) =>
    row
      .map((name) => ({ name, at: centre(name) }))
      .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
      .map(({ name }) => name),
  );
}
