import type { $ZodIssue } from "zod/v4/core";
import type { LoadedDefinition } from "../load/load.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { didYouMean } from "../report/suggest.js";
import { packageSchema, palletSchema, type Parsed } from "./schema.js";

/** Checks the form of one exported value; every departure is reported at its own path. */
export function parseDefinition(loaded: LoadedDefinition): { parsed?: Parsed; diagnostics: Diagnostic[] } {
  const schema = loaded.value["kind"] === "pallet" ? palletSchema : packageSchema;
  const result = schema.safeParse(loaded.value);
  if (result.success) return { parsed: result.data, diagnostics: [] };
  return { diagnostics: result.error.issues.flatMap((issue) => issueDiagnostics(issue, loaded, Object.keys(schema.shape))) };
}

function issueDiagnostics(issue: $ZodIssue, loaded: LoadedDefinition, keys: readonly string[]): Diagnostic[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const file = loaded.source.file;
  if (issue.code === "invalid_union" && issue.errors.length > 0) return bestBranch(issue.errors).flatMap((inner) => issueDiagnostics({ ...inner, path: [...issue.path, ...inner.path] } as $ZodIssue, loaded, keys));
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(file, path, key, path.length === 0 ? keys : []));
  const value = at(loaded.value, path);
  if (value === undefined) return [{ code: "E203", file, path: path.slice(0, -1), message: `missing key '${path.at(-1)}'`, hint: "add it; the language's documentation says what it means." }];
  return [{ code: "E201", file, path, message: `${pathText(path)}: ${plain(issue.message, value)}` }];
}

/** Of a union's alternatives, the one with the fewest complaints is what the author meant. */
function bestBranch(branches: readonly (readonly $ZodIssue[])[]): readonly $ZodIssue[] {
  return branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
}

function unknownKey(file: string, path: readonly (string | number)[], key: string, known: readonly string[]): Diagnostic {
  const hint = didYouMean(key, known.filter((name) => name !== "kind"));
  return { code: "E202", file, path: [...path, key], message: `unknown key '${key}'`, hint: hint || "remove it; a misspelt key would otherwise be silently without effect." };
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined), value);
}

/** `sources[0].sha256`: a path as the author would write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

function plain(message: string, value: unknown): string {
  const invalid = typeof value === "object" && value !== null && "$invalid" in value ? `; this is ${String(value.$invalid)}` : "";
  return message.replace(/^Invalid input: /, "") + invalid;
}
