import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { drawnBy } from "../emit/graphviz.js";
import { readText, writeMemory } from "../load/files.js";
import { cacheFolder } from "../load/place.js";
import type { Draw } from "../site/site.js";

/**
 * Draws each picture once: those of the run before are kept in .cache/, by the hash of their text, and what this run did not ask for is
 * forgotten. A file there that cannot be read counts as none.
 */
export function rememberedDrawing(root: string, draw: Draw): { draw: Draw; keep: () => void } {
  const file = join(cacheFolder(root), "pictures.json");
  const before = remembered(file);
  const asked = new Map<string, string>();
  return {
    draw: async (dot) => {
      const hash = createHash("sha256").update(`${drawnBy}\n${dot}`).digest("hex");
      const svg = before.get(hash) ?? (await draw(dot));
      asked.set(hash, svg);
      return svg;
    },
    keep: () => {
      if ([...asked.keys()].some((hash) => !before.has(hash)) || asked.size !== before.size)
        writeMemory(file, JSON.stringify([...asked]));
    },
  };
}

function remembered(file: string): Map<string, string> {
  try {
    return new Map(existsSync(file) ? (JSON.parse(readText(file)) as [string, string][]) : []);
  } catch {
    return new Map();
  }
}
