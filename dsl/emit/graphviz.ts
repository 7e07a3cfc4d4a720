import type { Graphviz } from "@hpcc-js/wasm-graphviz";

/** What draws, by name and version: a picture that another version drew may look different. */
export const drawnBy = "@hpcc-js/wasm-graphviz 1.29.2";

let loaded: Promise<Graphviz> | undefined;

/**
 * Lays out a graph in the language of Graphviz and draws it (SVG 1.1), with Graphviz compiled to WebAssembly: the same text gives the
 * same picture on every machine, because fonts are measured by its own tables.
 * @param dot text as Graphviz documentation, "DOT Language", has it.
 * @returns an `<svg>` element without XML declaration, remarks of the version or namespace prefixes, so that it can stand in a page.
 * @throws Error with what Graphviz says of the text.
 */
export async function drawDot(dot: string): Promise<string> {
  loaded ??= import("@hpcc-js/wasm-graphviz").then((library) => library.Graphviz.load());
  const svg = (await loaded).layout(dot, "svg_inline", "dot");
  return svg
    .replace(/<!--[^]*?-->\n?/g, "")
    .replaceAll("xlink:href=", "href=")
    .replaceAll(/ xlink:title="[^"]*"/g, "")
    .replaceAll(/ xml:space="preserve"/g, "")
    .replaceAll("&#45;", "-");
}
