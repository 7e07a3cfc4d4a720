import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import type { Diagnostic } from "../report/diagnostic.js";
import { cacheFolder, repository } from "./place.js";

/**
 * Type-checks all definitions of a tree with the native TypeScript compiler and emits them as JavaScript.
 * @returns the folder that mirrors the tree's root, and tsc's own findings.
 */
export async function typecheck(root: string, fresh: boolean): Promise<{ emitted: string; diagnostics: Diagnostic[] }> {
  const emitted = join(cacheFolder(root), fresh ? "fresh" : "emitted");
  mkdirSync(cacheFolder(root), { recursive: true });
  const config = join(cacheFolder(root), "tsconfig.json");
  writeFileSync(config, JSON.stringify(compilerSettings(root, emitted), undefined, 2));
  const result = await execa(await compilerPath(), ["-p", config, "--pretty", "false"], { cwd: root, reject: false, all: true });
  const diagnostics = parseFindings(result.all, root);
  if (result.exitCode !== 0 && diagnostics.length === 0) throw new Error(`tsc failed: ${result.all}`);
  return { emitted, diagnostics };
}

/** Definitions see the language and ECMAScript: neither Node's globals nor a clock that tsc could know of. */
function compilerSettings(root: string, emitted: string): object {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: "ESNext",
      moduleResolution: "Bundler",
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
      sourceMap: true,
      rootDir: resolve(root),
      outDir: emitted,
    },
    include: [join(resolve(root), "defs/**/*.ts")],
  };
}

let compiler: Promise<string> | undefined;

/** The native compiler's executable, as the typescript package itself resolves it. */
function compilerPath(): Promise<string> {
  compiler ??= (async () => {
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const { default: getExePath } = (await import(pathToFileURL(join(dirname(manifest), "lib/getExePath.js")).href)) as {
      default: () => string;
    };
    return getExePath();
  })();
  return compiler;
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
      diagnostics.push({ code: code as `TS${number}`, file: relative(root, resolve(root, file!)), line: Number(row), column: Number(column), message: message! });
    } else if (last && line.startsWith(" ")) {
      diagnostics[diagnostics.length - 1] = { ...last, message: `${last.message}\n${line}` };
    } else if (line.startsWith("error TS")) {
      diagnostics.push({ code: line.slice(6, line.indexOf(":")) as `TS${number}`, file: "defs", message: line.slice(line.indexOf(":") + 2) });
    }
  }
  return diagnostics;
}
