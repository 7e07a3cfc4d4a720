import type { Loaded, LoadedDefinition } from "../load/load.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { descriptionLint } from "./lints/description.js";
import { fieldOrderLint } from "./lints/field-order.js";
import { forgeLint } from "./lints/forge.js";
import { hookLint } from "./lints/hook.js";
import { listOrderLint } from "./lints/list-order.js";
import { mirrorLint } from "./lints/mirror.js";
import { shellLint } from "./lints/shell.js";
import { deadSourceLint } from "./lints/source.js";
import { parseDefinition } from "./parse.js";
import type { Subject } from "./rule.js";

/** What a lint sees: also the value as exported, which still has the order in which it was written. */
export interface LintSubject extends Subject {
  readonly value: LoadedDefinition["value"];
}

/** One question of style or prudence; its findings are warnings. */
export type Lint = (subject: LintSubject) => Diagnostic[];

const lints: readonly Lint[] = [
  fieldOrderLint,
  listOrderLint,
  descriptionLint,
  mirrorLint,
  forgeLint,
  shellLint,
  hookLint,
  deadSourceLint,
];

/** Every warning about definitions without mistakes, also those that are switched off in place (see validate/allow). */
export function lint({ found, definitions }: Pick<Loaded, "found" | "definitions">): Diagnostic[] {
  return definitions.flatMap((loaded) => {
    const { parsed } = parseDefinition(loaded);
    if (parsed === undefined) return [];
    return lints.flatMap((one) => one({ source: loaded.source, parsed, found, value: loaded.value }));
  });
}
