/**
 * The child process that evaluates definitions. It reads a job from standard input and answers on standard output with
 * one JSON line per event. Definitions run as ES modules in a context that holds the language and ECMAScript, nothing of Node.
 * This keeps accidents out, not malice: vm contexts are no security boundary (Node documentation, "VM", introduction).
 */
import { readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { prelude } from "./prelude.js";

/** What to evaluate. */
export interface Job {
  /** Definitions, each after those that it imports. */
  readonly files: readonly string[];
  /** The emitted text of each of them, and of the JSON data that they import. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Begun, finished, or failed: the last file that began is the one to blame when the process dies. */
export type Event =
  | { readonly begin: string }
  | { readonly done: string; readonly packages: string }
  | { readonly failed: string; readonly message: string; readonly stack: string };

const context = vm.createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
const modules = new Map<string, vm.Module>();

function say(event: Event): void {
  writeSync(1, `${JSON.stringify(event)}\n`);
}

/** @param path as a stack trace shows it: for a definition its own, from the tree's root. */
function moduleOf(path: string, text: () => string): vm.Module {
  const existing = modules.get(path);
  if (existing) return existing;
  const made = path.endsWith(".json")
    ? jsonModule(text(), path)
    : new vm.SourceTextModule(text(), { context, identifier: path });
  modules.set(path, made);
  return made;
}

/** JSON parsed inside the context, so that its objects belong there. */
function jsonModule(text: string, path: string): vm.Module {
  const value = parseInside(text, path);
  return new vm.SyntheticModule(
    ["default"],
    function () {
      this.setExport("default", value);
    },
    { context, identifier: path },
  );
}

function parseInside(text: string, path: string): unknown {
  try {
    return vm.runInContext(`JSON.parse(${JSON.stringify(text)})`, context);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`);
  }
}

/** The language needs no job: it is ready before the first definition comes. */
async function evaluateLanguage(path: string): Promise<vm.Module> {
  const at = (file: string): vm.Module => moduleOf(file, () => readFileSync(file, "utf8"));
  const language = at(path);
  await language.link((specifier, importer) => at(join(dirname(importer.identifier), specifier)));
  await language.evaluate();
  return language;
}

async function evaluate(
  job: Job,
  language: vm.Module,
  encode: (namespace: object, file: string) => string,
): Promise<void> {
  const at = (file: string): vm.Module => moduleOf(file, () => job.texts[file]!);
  // Imports were checked before: each is the language, another definition of the job, or JSON beside one.
  const link: vm.ModuleLinker = (specifier, importer) =>
    specifier === "#dsl" ? language : at(join(dirname(importer.identifier), specifier.replace(/\.js$/, ".ts")));
  for (const file of job.files) {
    say({ begin: file });
    try {
      const made = at(file);
      await made.link(link);
      await made.evaluate();
      say({ done: file, packages: encode(made.namespace, file) });
    } catch (error) {
      say(failure(file, error));
    }
  }
}

function failure(file: string, error: unknown): Event {
  const { message, stack } = (
    typeof error === "object" && error !== null ? error : { message: String(error) }
  ) as Partial<Error>;
  return { failed: file, message: String(message), stack: String(stack ?? "") };
}

async function main(languagePath: string): Promise<void> {
  const encode = vm.runInContext(prelude, context) as (namespace: object, file: string) => string;
  const language = await evaluateLanguage(languagePath);
  const job = readFileSync(0, "utf8");
  if (job !== "") await evaluate(JSON.parse(job) as Job, language, encode);
}

void main(process.argv[2]!);
