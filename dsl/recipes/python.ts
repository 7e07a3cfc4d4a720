import type { Command, RecipeBuild } from "../model/build.js";
import { command, expand, ran, recipe, type RecipeOptions, type Skipped } from "./phases.js";

/** Options of `python`; all lists are words, never shell text. */
export interface PythonOptions extends RecipeOptions {
  /**
   * What makes the wheel: "build" and "pip" ask the backend that pyproject.toml names (PEP 517);
   * "setup.py" runs that script, for what has no such backend. Default: "build".
   */
  readonly frontend?: "build" | "pip" | "setup.py";
  /** Modules that the build imports, such as `["setuptools", "wheel"]`: each must be provided by a dependency. */
  readonly backend?: readonly string[];
  /** Settings of the backend (PEP 517, `config_settings`), or words of `setup.py build`. */
  readonly config?: readonly string[];
  /** Directory that holds pyproject.toml or setup.py. Default: the build directory itself. */
  readonly directory?: string;
  /** Module run with `python3 -m` to check, with its arguments, such as `["pytest", "tests"]`. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: readonly string[] | Skipped;
}

/** No byte code, which holds times; one order of hashes. */
const environment = { PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" };

/**
 * A Python distribution: a wheel made without isolation or network, installed below /usr without byte code
 * (PyPA build, "Command-line usage"; PyPA installer, "Command-line interface"; pip, "pip wheel").
 */
export function python(options: PythonOptions = {}): RecipeBuild {
  const { frontend = "build", backend = [], directory } = options;
  const check = ran(options.check);
  const modules = frontend === "setup.py" ? backend : [frontend, "installer", ...backend];
  const phases = frontend === "setup.py" ? withSetup(options) : withWheel(options);
  return recipe(
    "python",
    [
      "python3",
      ...new Set(modules.map((name) => `python:${name}`)),
      ...(check === undefined ? [] : [`python:${check[0]}`]),
    ],
    {
      ...phases,
      configure: directory === undefined ? [] : [command("cd", directory)],
      check: check === undefined ? [] : [command("python3", "-m", ...check)],
    },
    { ...options, env: { ...environment, ...options.env } },
    { folders: directory === undefined ? [] : [directory] },
  );
}

type Phases = Record<"build" | "install", Command[]>;

function withWheel({ frontend, config = [] }: PythonOptions): Phases {
  const settings = config.flatMap((setting) => ["-C", setting]);
  const make =
    frontend === "pip"
      ? command(
          "python3",
          "-m",
          "pip",
          "wheel",
          "--no-build-isolation",
          "--no-deps",
          "--no-index",
          "--wheel-dir=dist",
          ...settings,
          ".",
        )
      : command("python3", "-m", "build", "--wheel", "--no-isolation", "--outdir=dist", ...settings);
  return {
    build: [make],
    install: [
      command(
        "python3",
        "-m",
        "installer",
        "--destdir=/rootfs",
        "--prefix=/usr",
        "--no-compile-bytecode",
        expand("dist/*.whl"),
      ),
    ],
  };
}

function withSetup({ config = [] }: PythonOptions): Phases {
  return {
    build: [command("python3", "setup.py", "build", ...config)],
    install: [
      command("python3", "setup.py", "install", "--skip-build", "--root=/rootfs", "--prefix=/usr", "--no-compile"),
    ],
  };
}
