import type { Loaded, LoadedDefinition } from "../load/load.js";
import type { WarningCode } from "../report/codes.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { parseDefinition } from "./parse.js";
import type { Subject } from "./rule.js";
import { lints } from "./lints.js";

/** What a lint sees: also the value as exported, which still has the order in which it was written. */
export interface LintSubject extends Subject {
  readonly value: LoadedDefinition["value"];
}

/** What a lint finds: the rest of the diagnostic is the lint's own. */
export type Finding = Omit<Diagnostic, "code" | "file">;

/** What a warning is about; docs/errors/ and docs/lints.md are written from it. */
export interface Warning {
  readonly code: WarningCode;
  /** What is found, in a few words without article. */
  readonly title: string;
  readonly about: "order" | "text" | "sources" | "shell" | "comments";
  /** The same, a little longer, for the table of docs/lints.md. */
  readonly finds: string;
  /** The page in docs/errors/, below its title. */
  readonly page: string;
}

/** One question of style or prudence. */
export interface Lint extends Warning {
  readonly check: (subject: LintSubject) => Finding[];
}

/** Every warning about definitions without mistakes, also those that are switched off in place (see validate/allow). */
export function lint({ found, definitions }: Pick<Loaded, "found" | "definitions">): Diagnostic[] {
  return definitions.flatMap((loaded) => {
    const { source, value } = loaded;
    const { parsed } = parseDefinition(loaded);
    if (parsed === undefined) return [];
    return lints.flatMap(({ code, check }) =>
      check({ source, parsed, found, value }).map((finding) => ({ code, file: source.file, ...finding })),
    );
  });
}
