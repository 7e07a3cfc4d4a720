import { readPatch } from "../../formats/patch.js";
import { ownFile } from "../../load/discover.js";
import type { Rule } from "../rule.js";

/** E214: each patch is a unified diff that every patch(1) applies alike. */
export const patchTextRule: Rule = ({ source, parsed, found }) => {
  const names = parsed.kind === "package" ? new Set(parsed.patches) : new Set<string>();
  return [...names].flatMap((name) => {
    const file = ownFile(source.file, name);
    const bytes = found.extras.get(file);
    const reading = bytes === undefined ? { files: [] } : readPatch(bytes.toString("latin1"));
    if ("files" in reading) return [];
    const { line, fault, hint } = reading;
    return [{ code: "E214" as const, file, line, column: 1, message: `the patch '${name}' ${fault}`, hint }];
  });
};
