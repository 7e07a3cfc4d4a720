import type { Diagnostic } from "../../report/diagnostic.js";
import type { Lint } from "../lint.js";
import type { Parsed } from "../schema.js";
import { commandsIn } from "./commands.js";

type RecipeBuild = Extract<Extract<Parsed, { kind: "package" }>["build"], { kind: "recipe" }>;

/** Commands by which a recipe's work is known, the most telling first. */
const recipes: readonly (readonly [recipe: string, command: RegExp])[] = [
  ["cargo", /^cargo\s+(?:build|install)\b/],
  ["go", /^go\s+(?:build|install)\b/],
  ["meson", /^meson\s+(?:setup|compile|install)\b/],
  ["cmake", /^cmake\s/],
  ["perl", /^perl\s+(?:\.\/)?(?:Makefile|Build)\.PL\b/],
  ["python", /^python3?\s+(?:-m\s+(?:build|pip|installer)\b|(?:\.\/)?setup\.py\b)/],
  ["autotools", /^(?:\S*\/)?configure(?:\s|$)/],
  ["make", /^make\s(?:.*\s)?install(?:\s|$)/],
];

/** All that the recipe `copy` does. */
const layingOut = /^(?:cat|chmod|cp|echo|install|ln|mkdir|printf)\s/;

/** What an option says shorter than a hook does. */
const options: readonly (readonly [option: string, command: RegExp])[] = [
  ["patches", /^patch\s/],
  ["env", /^export\s+[A-Za-z_]\w*=/],
  ["autoreconf", /^autoreconf(?:\s|$)/],
];

/** The same of hooks around the installation. */
const afterInstall: typeof options = [
  ["remove", /^rm\s/],
  ["links", /^ln\s/],
];

/** W206: a recipe, or an option of one, says the same as this shell text, and is checked. */
export const shellLint: Lint = ({ source, parsed }) => {
  const { file } = source;
  if (parsed.kind === "pallet") return [];
  const { build } = parsed;
  if (build.kind === "script") return bodyProblems(file, commandsIn(build.body));
  if (build.kind !== "recipe") return [];
  // The bootstrap's images would all be made again for a shorter word.
  const installing = source.stage === "bootstrap" ? [] : build.phases.filter(({ name }) => name === "install");
  return [...hookProblems(file, build.phases, options), ...hookProblems(file, installing, afterInstall)];
};

function hookProblems(file: string, phases: RecipeBuild["phases"], known: typeof options): Diagnostic[] {
  const hooks = phases.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "script" ? commandsIn(step.body) : [])),
  );
  return known.flatMap(([option, command]): Diagnostic[] => {
    if (!hooks.some((text) => command.test(text))) return [];
    return [
      {
        code: "W206",
        file,
        path: ["build"],
        near: new RegExp(command.source.slice(1)),
        message: `a hook does what \`${option}\` says`,
        hint: `say it with \`${option}\`.`,
      },
    ];
  });
}

function bodyProblems(file: string, commands: readonly string[]): Diagnostic[] {
  const found = recipes.find(([, command]) => commands.some((text) => command.test(text)))?.[0];
  const recipe = found ?? (commands.length > 0 && commands.every((text) => layingOut.test(text)) ? "copy" : undefined);
  if (recipe === undefined) return [];
  return [
    {
      code: "W206",
      file,
      path: ["build"],
      message: `this shell body does what the recipe ${recipe} does`,
      hint: `write build: ${recipe}({ … }), with hooks for what is left.`,
    },
  ];
}
