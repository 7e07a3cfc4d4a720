import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { repository } from "../load/place.js";
import { codes } from "../report/codes.js";
import { didYouMean } from "../report/suggest.js";

/** `defs explain CODE`. */
export function register(program: Command): void {
  program
    .command("explain")
    .description("print the page of a diagnostic code, such as E301")
    .argument("<code>")
    .action((code: string) => {
      if (!Object.hasOwn(codes, code)) throw new Error(`there is no code '${code}'; ${didYouMean(code, Object.keys(codes)) || `codes are ${Object.keys(codes).join(", ")}`}`);
      process.stdout.write(readFileSync(join(repository, "docs/errors", `${code}.md`), "utf8"));
    });
}
