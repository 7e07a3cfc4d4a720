import type { Script } from "./build.js";

/**
 * Shell text as typed: backslashes, `$(nproc)` and `"$VAR"` reach the shell unchanged, common indentation is removed.
 * The body runs under `set -eu` in the build directory. It takes no interpolation, because `${…}` would be
 * TypeScript's and not the shell's: write `$VAR`, and pass values through `env`.
 */
export function sh(text: TemplateStringsArray, ...values: readonly never[]): Script {
  return Object.freeze({ kind: "script" as const, body: dedent(text.raw.join(values.length > 0 ? "\0" : "")) });
}

/** Removes the first and last blank line and the indentation that all other lines share. */
function dedent(text: string): string {
  const lines = text.split("\n");
  if (lines[0]?.trim() === "") lines.shift();
  if (lines.at(-1)?.trim() === "") lines.pop();
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => (line.trim() === "" ? "" : line.slice(common))).join("\n");
}
