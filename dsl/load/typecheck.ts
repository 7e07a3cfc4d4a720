import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { camelCase } from "./discover.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { readBytes } from "./files.js";
import { repository } from "./place.js";
import { start } from "./run.js";
import { makeTemporaryFolder, removeTemporaryFolder } from "./temporary.js";

/** What came of a check. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** The emitted text of a definition or its map; undefined when tsc emitted none. */
  read(file: string, extension?: ".js" | ".js.map"): string | undefined;
  /** Removes what was emitted. */
  dispose(): void;
}

/**
 * Type-checks definitions of a tree, with all that they import, by the native TypeScript compiler and emits them as JavaScript, into a folder of
 * this run alone: nothing that an earlier or a second run emitted can be taken for it.
 * @param options.maps emits source maps too, which say where an emitted line comes from.
 */
export async function typecheck(
  root: string,
  files: readonly string[],
  options: { readonly maps?: boolean } = {},
): Promise<Checked> {
  const folder = makeTemporaryFolder();
  const dispose = (): void => removeTemporaryFolder(folder);
  try {
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify(compilerSettings(root, folder, files, options.maps ?? false)));
    const { exitCode, stdout, stderr } = await start(await compilerPath(), ["-p", config, "--pretty", "false"], {
      cwd: root,
      env: compilerEnvironment(files.length),
    }).ended;
    const diagnostics = parseFindings(stdout, root);
    if (exitCode !== 0 && diagnostics.length === 0) throw new Error(`tsc failed: ${stdout}${stderr}`);
    return {
      diagnostics,
      dispose,
      read: (file, extension = ".js") => readEmitted(join(folder, file.replace(/\.ts$/, extension))),
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

function readEmitted(path: string): string | undefined {
  try {
    return readBytes(path).toString("utf8");
  } catch {
    return undefined;
  }
}

/** The compiler is a Go program. On a small tree it ends before collecting garbage pays (Go's package runtime, "Environment Variables"). */
function compilerEnvironment(files: number): NodeJS.ProcessEnv {
  return files > 2_000 ? process.env : { ...process.env, GOGC: "400" };
}

/**
 * Definitions see the language and ECMAScript: neither Node's globals nor a clock that tsc could know of.
 * `moduleDetection` keeps a file without imports from sharing its names with all others.
 */
export function compilerSettings(root: string, emitted: string, files: readonly string[], sourceMap: boolean): object {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: "ESNext",
      moduleResolution: "Bundler",
      moduleDetection: "force",
      types: [],
      paths: { "#dsl": [join(repository, "dist/index.d.ts")] },
      resolveJsonModule: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      sourceMap,
      rootDir: resolve(root),
      outDir: emitted,
    },
    files: files.map((file) => join(resolve(root), file)),
  };
}

let compiler: Promise<string> | undefined;

/** The native compiler's executable, as the typescript package itself resolves it. */
export function compilerPath(): Promise<string> {
  compiler ??= (async () => {
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const { default: getExePath } = (await import(
      pathToFileURL(join(dirname(manifest), "lib/getExePath.js")).href
    )) as {
      default: () => string;
    };
    return getExePath();
  })();
  return compiler;
}

/** tsc advises to install Node's types for a name that it lacks; a definition has no use for them. */
function advice(message: string): { message: string; hint?: string } {
  const [, missing] =
    /^(Cannot find name '(?:process|require|Buffer|console|fetch|crypto|performance|module|__dirname|__filename|setTimeout)'\.)/.exec(
      message,
    ) ?? [];
  if (/^An import path can only end with a '\.tsx?' extension/.test(message))
    return {
      message: "An import ends in '.ts'.",
      hint: "write './zlib.js' for defs/core/zlib.ts: a definition is imported by the name that it has as JavaScript.",
    };
  return missing === undefined
    ? { message }
    : {
        message: missing,
        hint: "definitions are data: they see neither the machine nor the network. Write the value itself.",
      };
}

/** A definition that nothing uses is one that its file forgot to export. */
function exportAdvice(file: string, message: string): { hint?: string } {
  const [, name] = /^'(\w+)' is declared but its value is never read\.$/.exec(message) ?? [];
  return name !== undefined && name === camelCase(basename(file, ".ts"))
    ? { hint: `write \`export\` before \`const ${name}\`: a file exports the package that it is named after.` }
    : {};
}

const finding = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** Reads `file(line,column): error TSnnnn: message`; indented lines continue the message above them. */
function parseFindings(output: string, root: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split("\n")) {
    const match = finding.exec(line);
    const last = diagnostics.at(-1);
    if (match) {
      const [, file, row, column, code, message] = match;
      diagnostics.push({
        code: code as `TS${number}`,
        file: relative(root, resolve(root, file!)),
        line: Number(row),
        column: Number(column),
        ...advice(message!),
        ...exportAdvice(file!, message!),
      });
    } else if (last && line.startsWith(" ")) {
      diagnostics[diagnostics.length - 1] = { ...last, message: `${last.message}\n${line}` };
    } else if (line.startsWith("error TS")) {
      diagnostics.push({
        code: line.slice(6, line.indexOf(":")) as `TS${number}`,
        file: "defs",
        message: line.slice(line.indexOf(":") + 2),
      });
    }
  }
  return diagnostics;
}
