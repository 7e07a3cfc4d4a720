/**
 * The child process that evaluates definitions. It reads a job from standard input and answers on standard output with
 * one JSON line per event. Definitions run as ES modules in a context that holds the language and ECMAScript, nothing of Node.
 * This keeps accidents out, not malice: vm contexts are no security boundary (Node documentation, "VM", introduction).
 */
import { readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { prelude } from "./prelude.js";

/** What to evaluate: files relative to `emitted`, each after those that it imports. */
export interface Job {
  readonly emitted: string;
  readonly language: string;
  readonly files: readonly string[];
  readonly timeoutMs: number;
}

/** Begun, finished, or failed: the last file that began is the one to blame when the process dies. */
export type Event =
  | { readonly begin: string }
  | { readonly done: string; readonly packages: string }
  | { readonly failed: string; readonly message: string; readonly stack: string; readonly timeout: boolean };

const context = vm.createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
const modules = new Map<string, vm.Module>();

function say(event: Event): void {
  writeSync(1, `${JSON.stringify(event)}\n`);
}

function moduleAt(path: string): vm.Module {
  const existing = modules.get(path);
  if (existing) return existing;
  const text = readFileSync(path, "utf8");
  const made = path.endsWith(".json") ? jsonModule(text, path) : new vm.SourceTextModule(text, { context, identifier: path });
  modules.set(path, made);
  return made;
}

/** JSON parsed inside the context, so that its objects belong there. */
function jsonModule(text: string, path: string): vm.Module {
  const value: unknown = vm.runInContext(`JSON.parse(${JSON.stringify(text)})`, context);
  return new vm.SyntheticModule(["default"], function () { this.setExport("default", value); }, { context, identifier: path });
}

/** Imports were checked before: each is the language, another definition, or JSON beside one. */
function linker(job: Job): vm.ModuleLinker {
  return (specifier, importer) => moduleAt(specifier === "#dsl" ? job.language : join(dirname(importer.identifier), specifier));
}

async function evaluate(job: Job): Promise<void> {
  const encode = vm.runInContext(prelude, context) as (namespace: object, file: string) => string;
  for (const file of job.files) {
    say({ begin: file });
    try {
      const made = moduleAt(join(job.emitted, file.replace(/\.ts$/, ".js")));
      await made.link(linker(job));
      await made.evaluate({ timeout: job.timeoutMs });
      say({ done: file, packages: encode(made.namespace, file) });
    } catch (error) {
      say(failure(file, error));
    }
  }
}

function failure(file: string, error: unknown): Event {
  const { message, stack, code } = (typeof error === "object" && error !== null ? error : { message: String(error) }) as Partial<Error> & { code?: string };
  return { failed: file, message: String(message), stack: String(stack ?? ""), timeout: code === "ERR_SCRIPT_EXECUTION_TIMEOUT" };
}

await evaluate(JSON.parse(readFileSync(0, "utf8")) as Job);
