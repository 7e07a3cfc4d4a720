import { execa } from "execa";

/**
 * Prints a text; where a person reads it on a terminal and it has more lines than that, through a pager: $PAGER, else less where there is
 * one (git documentation, "GIT_PAGER" does the same). `PAGER=cat` switches it off.
 */
export async function page(text: string): Promise<void> {
  const lines = text.split("\n").length - 1;
  if (!process.stdout.isTTY || !process.stdin.isTTY || lines < (process.stdout.rows || 24))
    return void process.stdout.write(text);
  const pager = process.env["PAGER"] || "less";
  const result = await execa(pager, {
    shell: true,
    input: text,
    stdout: "inherit",
    stderr: "inherit",
    reject: false,
    env: { LESS: process.env["LESS"] ?? "FRX" },
  });
  // A shell says 127 of a command that it does not find (POSIX.1-2017, Shell Command Language, section 2.8.2).
  if (result.exitCode === 127) process.stdout.write(text);
}

/** How many characters a line has where a person looks at it, or undefined where the output goes elsewhere. */
export function columnsOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns || 80 : undefined;
}
