import type { Finding, Lint } from "../lint.js";
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

/** A recipe, or an option of one, says the same as this shell text, and is checked. */
const check: Lint["check"] = ({ source, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const { build } = parsed;
  if (build.kind === "script") return bodyProblems(commandsIn(build.body));
  if (build.kind !== "recipe") return [];
  // The bootstrap's images would all be made again for a shorter word.
  const installing = source.stage === "bootstrap" ? [] : build.phases.filter(({ name }) => name === "install");
  return [...hookProblems(build.phases, options), ...hookProblems(installing, afterInstall)];
};

function hookProblems(phases: RecipeBuild["phases"], known: typeof options): Finding[] {
  const hooks = phases.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "script" ? commandsIn(step.body) : [])),
  );
  return known.flatMap(([option, command]): Finding[] => {
    if (!hooks.some((text) => command.test(text))) return [];
    return [
      {
        path: ["build"],
        near: new RegExp(command.source.slice(1)),
        message: `a hook does what \`${option}\` says`,
        hint: `say it with \`${option}\`.`,
      },
    ];
  });
}

function bodyProblems(commands: readonly string[]): Finding[] {
  const found = recipes.find(([, command]) => commands.some((text) => command.test(text)))?.[0];
  const recipe = found ?? (commands.length > 0 && commands.every((text) => layingOut.test(text)) ? "copy" : undefined);
  if (recipe === undefined) return [];
  return [
    {
      path: ["build"],
      message: `this shell body does what the recipe ${recipe} does`,
      hint: `write build: ${recipe}({ … }), with hooks for what is left.`,
    },
  ];
}

export const shellLint: Lint = {
  code: "W206",
  title: "raw shell where a recipe would do",
  about: "shell",
  finds: "raw shell for which there is a recipe or an option",
  check,
  page: `A body of shell text runs what a recipe runs, or only lays out files; or a hook applies a patch, exports a variable, runs autoreconf, or
removes and links installed files, for which there are the options \`patches\`, \`env\`, \`autoreconf\`, \`remove\` and \`links\`.

Bad:

\`\`\`ts
build: sh\`
  ./configure --prefix=/usr
  make
  make DESTDIR=/rootfs install
\`,
\`\`\`

Good:

\`\`\`ts
build: autotools(),
\`\`\`

Where a recipe does not fit, say why above the line: \`// allow W206: this configure refuses --prefix\`.

Why: a recipe quotes, names its tools and brings the settings of a reproducible build; shell text has to be read line by line.`,
};
