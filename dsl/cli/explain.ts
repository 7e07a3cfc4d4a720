import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { repository } from "../load/place.js";
import { codes } from "../report/codes.js";
import { warnings } from "../validate/lints.js";

/** `defs explain CODE`. */
export function register(program: Command): void {
  program
    .command("explain")
    .description("print the page of a diagnostic code, such as E301")
    .argument("<code>")
    .action((code: string) => {
      const known = code.toUpperCase();
      if (!Object.hasOwn(codes, known) && !warnings.some((warning) => warning.code === known))
        throw new Error(unknownCode(code));
      process.stdout.write(readFileSync(join(repository, "docs/errors", `${known}.md`), "utf8"));
    });
}

function unknownCode(code: string): string {
  if (/^TS\d+$/i.test(code))
    return `${code} is a message of the TypeScript compiler, which has no page here; its text says what is wrong`;
  return `there is no code '${code}'; docs/errors/ has a page for each`;
}
