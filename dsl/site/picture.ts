import { dotFrame, dotText, edgeStyle } from "../emit/dot.js";
import type { Catalogue, CatalogueImage, Need } from "./catalogue.js";

/** Most neighbours that a picture shows on one side; the lists below it have all. */
const most = 12;

/** An image with what it names and what names it, in the language of Graphviz; each box leads to the page of its image. */
export function neighbourhood(image: CatalogueImage): string {
  const needs = distinct(image.needs);
  const users = distinct(image.users);
  const me = dotText(image.name);
  return [
    "digraph neighbours {",
    "    rankdir=RL; bgcolor=transparent; ranksep=0.7; nodesep=0.12;",
    ...dotFrame,
    `    ${me} [class=${dotText(`self ${image.stage}`)}];`,
    ...needs.slice(0, most).map((need) => box(need.name)),
    ...users.slice(0, most).map((user) => box(user.name)),
    ...needs.slice(0, most).map(({ name, kind }) => `    ${me} -> ${dotText(name)} [style=${edgeStyle(kind)}];`),
    ...users.slice(0, most).map(({ name, kind }) => `    ${dotText(name)} -> ${me} [style=${edgeStyle(kind)}];`),
    ...more("more-needs", needs.length, "#needs", (id) => `${me} -> ${id}`),
    ...more("more-users", users.length, "#needed-by", (id) => `${id} -> ${me}`),
    "}",
    "",
  ].join("\n");
}

/** Whoever is named by several keys is drawn once, with the first. */
function distinct(needs: readonly Need[]): Need[] {
  return [...new Map([...needs].reverse().map((need) => [need.name, need])).values()].reverse();
}

function box(name: string): string {
  return `    ${dotText(name)} [class=${dotText(name.slice(0, name.indexOf("-")))}, href=${dotText(`${name}.html`)}];`;
}

function more(id: string, count: number, place: string, edge: (id: string) => string): string[] {
  if (count <= most) return [];
  return [
    `    ${dotText(id)} [label=${dotText(`${count - most} more`)}, class=more, href=${dotText(place)}];`,
    `    ${edge(dotText(id))};`,
  ];
}

/** What stands for the seed in chains and pictures. */
export const seed = "seed";

/** The stage of the bootstrap that an image belongs to: `bootstrap-stage3` of `bootstrap-stage3-gcc`. */
export function bootstrapStage(name: string): string {
  return name.split("-", 2).join("-");
}

/**
 * The way from the first bytes to whatever a reader builds, in the language of Graphviz: the stages of the bootstrap, then the images
 * above them by stage. A box leads to its place below the picture, or to the list of its stage.
 */
export function chainPicture({ images }: Catalogue): string {
  const places = new Map<string, CatalogueImage[]>();
  for (const image of images) places.set(placeOf(image.name), [...(places.get(placeOf(image.name)) ?? []), image]);
  // The seed's own image holds nothing but the 365 bytes.
  const seedPlace = places.has("bootstrap-seed") ? "bootstrap-seed" : seed;
  const seeded = [...places].filter(
    ([place, all]) => place !== seedPlace && all.some(({ chain }) => chain[0] === seed && chain.length === 2),
  );
  const last = [...places.keys()].filter((place) => !place.startsWith("bootstrap-"));
  return [
    "digraph chain {",
    "    rankdir=TB; bgcolor=transparent; ranksep=0.4; nodesep=0.3;",
    ...dotFrame,
    `    ${dotText(seedPlace)} [label="365 bytes", class=seed${seedPlace === seed ? "" : ', href="#bootstrap-seed"'}];`,
    ...[...places].filter(([place]) => place !== seedPlace).map(([place, all]) => placeBox(place, all)),
    ...seeded.map(([place]) => `    ${dotText(seedPlace)} -> ${dotText(place)};`),
    ...[...places].flatMap(([place, all]) =>
      placesBelow(place, all).map((below) => `    ${dotText(below)} -> ${dotText(place)};`),
    ),
    ...(last.length === 0 ? [] : ['    yours [label="your image", class=yours];']),
    ...last.map((place) => `    ${dotText(place)} -> yours;`),
    "}",
    "",
  ].join("\n");
}

function placeOf(name: string): string {
  return name.startsWith("bootstrap-") ? bootstrapStage(name) : name.slice(0, name.indexOf("-"));
}

function placeBox(place: string, all: readonly CatalogueImage[]): string {
  const short = place.replace("bootstrap-", "");
  const label = all.length === 1 ? short : `${short} (${all.length})`;
  const href = place.startsWith("bootstrap-") ? `#${place}` : `${place}.html`;
  return `    ${dotText(place)} [label=${dotText(label)}, class=${dotText(all[0]!.stage)}, href=${dotText(href)}];`;
}

function placesBelow(place: string, all: readonly CatalogueImage[]): string[] {
  const below = all.flatMap(({ needs }) => needs.map(({ name }) => placeOf(name)));
  return [...new Set(below)].filter((name) => name !== place);
}
