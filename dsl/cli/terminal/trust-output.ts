import type { Command } from "commander";
import type { ImageVerdict } from "../../trust/images.js";
import type { Problem } from "../../trust/problem.js";

/** Options every command that needs a trust anchor takes. */
export interface AnchorOptions {
  readonly trustedPolicy?: string;
  readonly trustedCommit?: string;
}

/** Adds the two ways of naming what is trusted beforehand. */
export function withAnchor(command: Command): Command {
  return command
    .option(
      "--trusted-policy <sha256>",
      "SHA-256 of a policy you trust (default: $STAGEX_TRUSTED_POLICY)",
      process.env["STAGEX_TRUSTED_POLICY"],
    )
    .option("--trusted-commit <id>", "full id of a commit whose keys/policy.json you trust");
}

/** Runs an action; an expected failure is printed as diagnostics and becomes its exit code. */
export async function run(action: () => Promise<number>): Promise<void> {
  const { TrustError } = await import("../../trust/problem.js");
  try {
    process.exitCode = await action();
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    await printProblems(error.problems);
    process.exitCode = error.exitCode;
  }
}

/** Prints one line on standard output. Whatever of it comes from a file cannot steer the terminal. */
export function say(line: string): void {
  process.stdout.write(`${escapeControls(line)}\n`);
}

/** Prints a value as JSON; what JSON leaves as it is and a terminal could act on is escaped as well. */
export function sayJson(value: unknown): void {
  const text = JSON.stringify(value, undefined, 2).replace(unsafe, (char) =>
    [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
  process.stdout.write(`${text}\n`);
}

const unsafe = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escapeControls(text: string): string {
  return text.replace(unsafe, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`).replaceAll("\n", "\\u{a}");
}

/** Prints problems on standard error, one form for all commands. */
export async function printProblems(problems: readonly Problem[]): Promise<void> {
  const { renderProblem } = await import("../../trust/problem.js");
  for (const problem of problems) process.stderr.write(`${renderProblem(problem)}\n`);
}

/** Verdict of one image as text: a line for it, and one for each file when it failed or everything is asked for. */
export function renderImage(image: ImageVerdict, verbose: boolean): string {
  const line = (text: string): string => `${escapeControls(text)}\n`;
  const head = line(
    `${image.met ? "ok" : "not met"} ${image.platform}/${image.image}: ${image.people.length} of ${image.needed} (${image.people.join(", ") || "nobody"})`,
  );
  const files = image.files.filter((file) => verbose || !image.met || file.verdict === "refused");
  return (
    head +
    files
      .map((file) => {
        const warnings = (file.warnings ?? []).map((text) => `; warning: ${text}`).join("");
        return line(`  ${file.path}: ${file.verdict}: ${file.reason}${warnings}`);
      })
      .join("")
  );
}
