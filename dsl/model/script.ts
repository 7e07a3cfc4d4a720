import type { Script } from "./build.js";
import { choicesIn, isPlatformText, type PlatformText } from "./platform-text.js";

/**
 * Shell text as typed: backslashes, `$(nproc)` and `"$VAR"` reach the shell unchanged, common indentation is removed.
 * The body runs under `set -eu` in the build directory. It takes no interpolation but that of `triplet`, `buildTriplet` and
 * `byPlatform`, because `${…}` is TypeScript's and not the shell's: write `$VAR`, and pass values through `env`.
 */
export function sh(text: TemplateStringsArray, ...values: readonly PlatformText[]): Script {
  const parts = text.raw.map((part, index) => part + (index < values.length ? interpolated(values[index]) : ""));
  return Object.freeze({ kind: "script" as const, body: dedent(parts.join("")) });
}

/** A value becomes shell text, so only plain words may: NUL, which no body can hold, stands for anything else. */
function interpolated(value: unknown): string {
  const plain = (choice: unknown): boolean => typeof choice === "string" && /^[A-Za-z0-9._/+=:,@-]*$/.test(choice);
  const allowed =
    typeof value === "string" &&
    isPlatformText(value) &&
    choicesIn(value).every((choices) => Object.values(choices).every(plain));
  return allowed ? value : "\0";
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
