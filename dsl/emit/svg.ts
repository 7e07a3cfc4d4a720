import type { GraphFile, ImageEntry } from "../graph/file.js";
import { layout, type Place } from "../graph/layout.js";
import { edgesOf, type EdgeKind } from "../graph/query.js";

const [boxHeight, rowHeight, gap, letter] = [26, 84, 24, 7.3];
const colours: Readonly<Record<string, string>> = {
  bootstrap: "#fde8d7",
  core: "#dcebfb",
  user: "#e2f3df",
  pallet: "#efe3f7",
};
const dashes: Readonly<Record<EdgeKind, string>> = {
  base: "",
  buildDeps: "",
  runDeps: "5 3",
  members: "",
  cutFrom: "",
  imageBase: "1 3",
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * The graph as a picture (SVG 1.1): what needs nothing stands at the bottom, lines lead down to what is needed;
 * dashed for run time, dotted for the image whose layers come first. Uses nothing but the text itself.
 */
export function emitSvg(graph: GraphFile): string {
  const boxes = placeBoxes(layout(graph));
  const all = [...boxes.values()];
  const width = Math.max(1, ...all.map((box) => box.x + box.width)) + gap;
  const height = Math.max(1, ...all.map((box) => box.y + boxHeight)) + gap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" font-family="monospace" font-size="12">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...[...graph.values()].flatMap((entry) =>
      edgesOf(entry).flatMap(({ to, kind }) => line(boxes.get(entry.name), boxes.get(to), kind)),
    ),
    ...[...graph.values()].map((entry) => box(entry, boxes.get(entry.name)!)),
    "</svg>",
    "",
  ].join("\n");
}

/** Rows are centred above each other; boxes are as wide as their names. */
function placeBoxes(places: ReadonlyMap<string, Place>): Map<string, Box> {
  const rows: string[][] = [];
  for (const [name, { row, column }] of places) (rows[row] ??= [])[column] = name;
  const widths = rows.map((row) => row.reduce((sum, name) => sum + boxWidth(name) + gap, -gap));
  const widest = Math.max(0, ...widths);
  const boxes = new Map<string, Box>();
  rows.forEach((row, index) => {
    let x = gap + (widest - widths[index]!) / 2;
    for (const name of row) {
      boxes.set(name, { x, y: gap + (rows.length - 1 - index) * rowHeight, width: boxWidth(name) });
      x += boxWidth(name) + gap;
    }
  });
  return boxes;
}

function boxWidth(name: string): number {
  return name.length * letter + 16;
}

function line(from: Box | undefined, to: Box | undefined, kind: EdgeKind): string[] {
  if (from === undefined || to === undefined) return [];
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + boxHeight, to.x + to.width / 2, to.y];
  const bend = Math.max(20, (y2 - y1) / 2);
  const dash = dashes[kind] === "" ? "" : ` stroke-dasharray="${dashes[kind]}"`;
  const curve = `M${number(x1)} ${number(y1)} C${number(x1)} ${number(y1 + bend)} ${number(x2)} ${number(y2 - bend)} ${number(x2)} ${number(y2)}`;
  return [`<path d="${curve}" fill="none" stroke="#8a8f98"${dash}><title>${kind}</title></path>`];
}

/** Names hold letters, digits, dots and dashes alone: nothing in them needs escaping. */
function box(entry: ImageEntry, { x, y, width }: Box): string {
  const title = entry.version === null ? entry.name : `${entry.name} ${entry.version}`;
  const fill = colours[entry.stage] ?? "#eeeeee";
  const frame = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${boxHeight}" rx="4" fill="${fill}" stroke="#5b6068"/>`;
  const label = `<text x="${number(x + width / 2)}" y="${number(y + 17)}" text-anchor="middle">${entry.name}</text>`;
  return `<g><title>${title}</title>${frame}${label}</g>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
