import type { RecipeBuild } from "../model/build.js";
import { autotools } from "../recipes/autotools.js";
import { cargo } from "../recipes/cargo.js";
import { cmake } from "../recipes/cmake.js";
import { go } from "../recipes/go.js";
import { make } from "../recipes/make.js";
import { meson } from "../recipes/meson.js";
import { perl } from "../recipes/perl.js";
import { python } from "../recipes/python.js";

/** A build system that an archive carries. */
export interface Recognised {
  readonly recipe: string;
  /** Options of the recipe as they are written in a definition; empty for its defaults. */
  readonly options: string;
  /** The file that gave it away. */
  readonly file: string;
  /** What the recipe needs in the build. */
  readonly tools: readonly string[];
  /** What the author should know about this guess. */
  readonly note?: string;
}

/** Recipes that `defs new --recipe` takes. */
export const recipeNames = ["autotools", "cargo", "cmake", "go", "make", "meson", "perl", "python"] as const;

/** Files whose presence or text tells build systems; all lie in the top folder. */
export const tellingFiles = [
  ...(["pyproject.toml", "setup.py", "Makefile.PL", "Build.PL", "go.mod", "Cargo.toml"] as const),
  ...([
    "configure",
    "Configure",
    "meson.build",
    "CMakeLists.txt",
    "configure.ac",
    "configure.in",
    "GNUmakefile",
    "makefile",
    "Makefile",
  ] as const),
] as const;

/**
 * Every build system of an archive, the preferred one first. A language's own comes first, because the others then build only a
 * part. A finished configure needs the fewest tools; one that has to be made first needs the most.
 * @param files paths in the archive. @param texts what the telling files say.
 */
export function recognise(files: readonly string[], texts: ReadonlyMap<string, string>): Recognised[] {
  const has = new Set(files);
  const first = (...names: string[]): string | undefined => names.find((name) => has.has(name));
  const found = [
    pythonProject(has, texts),
    perlProject(first("Build.PL"), first("Makefile.PL")),
    cargoProject(has, texts),
    goProject(has, texts),
    configured(has, texts),
  ];
  const [mesonFile, cmakeFile, source, makefile] = [
    first("meson.build"),
    first("CMakeLists.txt"),
    first("configure.ac", "configure.in"),
    first("GNUmakefile", "makefile", "Makefile"),
  ];
  if (mesonFile !== undefined) found.push(entry("meson", meson(), mesonFile));
  if (cmakeFile !== undefined) found.push(entry("cmake", cmake(), cmakeFile));
  if (source !== undefined && !has.has("configure")) found.push(unconfigured(source, texts.get(source) ?? ""));
  if (makefile !== undefined && !has.has("configure")) {
    found.push(
      entry(
        "make",
        make(),
        makefile,
        "",
        "how a plain makefile wants to be told its places differs: read it, and give `install` what it needs.",
      ),
    );
  }
  return found.filter((item) => item !== undefined);
}

function entry(recipe: string, build: RecipeBuild, file: string, options = "", note?: string): Recognised {
  return { recipe, options, file, tools: build.tools, ...(note === undefined ? {} : { note }) };
}

/** pyproject.toml alone may be the settings of a linter: PEP 518 names the table that makes it a build. */
function pythonProject(has: ReadonlySet<string>, texts: ReadonlyMap<string, string>): Recognised | undefined {
  const project = texts.get("pyproject.toml") ?? "";
  if (/^\s*\[(?:build-system|project)\]/m.test(project)) {
    const backend = requirements(project);
    return entry(
      "python",
      python({ backend }),
      "pyproject.toml",
      backend.length > 0 ? `{ backend: ${JSON.stringify(backend).replaceAll(",", ", ")} }` : "",
    );
  }
  return has.has("setup.py")
    ? entry(
        "python",
        python({ frontend: "setup.py", backend: ["setuptools"] }),
        "setup.py",
        '{ frontend: "setup.py", backend: ["setuptools"] }',
      )
    : undefined;
}

/** The modules that `requires` of the table [build-system] names (PEP 518); a distribution is called like its module but for dashes. */
function requirements(project: string): string[] {
  const table = /^\s*\[build-system\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(project)?.[1] ?? "";
  const list = /^\s*requires\s*=\s*\[([\s\S]*?)\]\s*$/m.exec(table)?.[1] ?? "";
  const quoted = [...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => (double ?? single)!);
  const names = quoted.flatMap(
    (text) => /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(text)?.[0].toLowerCase().replaceAll(/[-.]+/g, "_") ?? [],
  );
  return [...new Set(names)];
}

function perlProject(build: string | undefined, makefile: string | undefined): Recognised | undefined {
  if (makefile !== undefined) return entry("perl", perl(), makefile);
  return build === undefined ? undefined : entry("perl", perl({ script: "Build.PL" }), build, '{ script: "Build.PL" }');
}

function cargoProject(has: ReadonlySet<string>, texts: ReadonlyMap<string, string>): Recognised | undefined {
  if (!has.has("Cargo.toml")) return undefined;
  const needs = /^\s*\[(?:.*\.)?(?:build-|dev-)?dependencies(?:\..*)?\]/m.test(texts.get("Cargo.toml") ?? "");
  return entry(
    "cargo",
    cargo(),
    "Cargo.toml",
    "",
    needs
      ? "it has dependencies: every crate that Cargo.lock names goes into a file of data beside the definition, `cargo({ vendored: crates })`."
      : undefined,
  );
}

function goProject(has: ReadonlySet<string>, texts: ReadonlyMap<string, string>): Recognised | undefined {
  if (!has.has("go.mod")) return undefined;
  const needs = /^\s*require\b/m.test(texts.get("go.mod") ?? "") && !has.has("vendor/modules.txt");
  return entry(
    "go",
    go(),
    "go.mod",
    "",
    needs
      ? "it requires modules: each goes into a file of data beside the definition, `go({ vendored: modules })`."
      : undefined,
  );
}

/** What autoreconf runs, by the macros that call for it (Automake manual, "Public Macros"; Libtool manual, "LT_INIT"; pkg-config(1)). */
const macros: readonly (readonly [macro: RegExp, tools: readonly string[]])[] = [
  [/^\s*AM_INIT_AUTOMAKE\b/m, ["aclocal", "automake"]],
  [/^\s*(?:LT_INIT|A[CM]_PROG_LIBTOOL)\b/m, ["libtoolize"]],
  [/^\s*PKG_(?:CHECK_MODULES|PROG_PKG_CONFIG)\b/m, ["pkg-config"]],
];

/** A script that has to be made of its source first. */
function unconfigured(file: string, text: string): Recognised {
  const called = macros.flatMap(([macro, tools]) => (macro.test(text) ? tools : []));
  const own = entry("autotools", autotools({ autoreconf: true }), file, "{ autoreconf: true }");
  return { ...own, tools: [...own.tools, ...called] };
}

function ownScript(name: string): string {
  return `${name} is not Autoconf's: it may know other flags than --prefix.`;
}

function configured(has: ReadonlySet<string>, texts: ReadonlyMap<string, string>): Recognised | undefined {
  if (!has.has("configure"))
    return has.has("Configure")
      ? entry(
          "autotools",
          autotools({ script: "Configure" }),
          "Configure",
          '{ script: "Configure" }',
          ownScript("Configure"),
        )
      : undefined;
  const generated = /Generated (?:automatically )?(?:by|using) (?:GNU )?[Aa]utoconf/.test(
    (texts.get("configure") ?? "Generated by GNU Autoconf").slice(0, 2000),
  );
  return entry("autotools", autotools(), "configure", "", generated ? undefined : ownScript("configure"));
}
