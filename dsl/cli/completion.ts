import type { Command, Option } from "commander";
import { stages } from "../model/platform.js";

const shells: Readonly<Record<string, (program: Command) => string>> = {
  bash,
  fish,
  zsh: (program) => `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`,
};

/** `defs completion`. */
export function register(program: Command): void {
  program
    .command("completion")
    .description("print a completion script: source <(defs completion bash)")
    .argument("<shell>", Object.keys(shells).join(", "))
    .action((shell: string) => {
      const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
      if (script === undefined)
        throw new Error(`no completion for '${shell}'; shells are ${Object.keys(shells).join(", ")}`);
      process.stdout.write(script(program));
    });
}

/** Images come from the generated list, so that completing evaluates nothing. */
const images = "awk '!/^#/ { print $1 }' generated/images.txt 2>/dev/null";

/** Bash manual, "Programmable Completion". */
function bash(program: Command): string {
  const cases = program.commands.flatMap((command) => [
    `    ${command.name()}) words='${wordsOf(program, command).join(" ")}' ;;`,
    ...command.commands.map(
      (inner) => `    '${command.name()} ${inner.name()}') words='${wordsOf(program, inner).join(" ")}' ;;`,
    ),
  ]);
  const asking = withImages(program).map((path) => `'${path}:'* | `);
  const choices = withChoices(program).map(
    ({ long, argChoices }) => `    ${long!}) words='${argChoices!.join(" ")}' command='' ;;`,
  );
  return [
    "_defs() {",
    "    local words current=${COMP_WORDS[COMP_CWORD]} command=''",
    '    [ "$COMP_CWORD" -lt 2 ] || command=${COMP_WORDS[1]}',
    '    [ "$COMP_CWORD" -lt 3 ] || case "$command ${COMP_WORDS[2]}" in',
    `    ${nested(program).join(" | ")}) command="$command \${COMP_WORDS[2]}" ;;`,
    "    esac",
    "    case $command in",
    ...cases,
    `    *) words='${[...names(program), longOptions(program)].join(" ")}' ;;`,
    "    esac",
    `    case $command:$current in *:-*) ;; ${asking.join("").replace(/ \| $/, "")}) words="$words $(${images})" ;; esac`,
    "    case ${COMP_WORDS[COMP_CWORD - 1]} in",
    ...choices,
    `    ${imageOptions(program).join(" | ")}) words=$(${images}) command='' ;;`,
    "    esac",
    '    [ "$command:${current#-}" != "new:$current" ] || compopt -o nospace 2>/dev/null',
    '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
    "}",
    "complete -o default -F _defs defs",
    "",
  ].join("\n");
}

/** fish documentation, "complete". */
function fish(program: Command): string {
  const first = "not __fish_seen_subcommand_from";
  const lines = program.commands.flatMap((command) => [
    `complete -c defs -f -n '${first} ${names(program).join(" ")}' -a ${command.name()} -d '${plain(command.description())}'`,
    ...command.options.map((option) => fishOption(command, option)),
  ]);
  const asking = program.commands
    .filter(takesImages)
    .map((command) => command.name())
    .join(" ");
  const words = [
    // fish fills variables in between these marks, too: awk's $1 is none of its own.
    `complete -c defs -n '__fish_seen_subcommand_from ${asking}' -a "(${images.replaceAll("$", "\\$")})"`,
    `complete -c defs -f -n '__fish_seen_subcommand_from new' -a '${newImages.join(" ")}'`,
    `complete -c defs -f -n '__fish_seen_subcommand_from completion' -a '${Object.keys(shells).join(" ")}'`,
    ...program.commands
      .filter(({ commands }) => commands.length > 0)
      .flatMap((command) => command.commands.flatMap((inner) => fishInner(command, inner))),
  ];
  return [
    ...lines,
    ...words,
    `complete -c defs -f -n '__fish_seen_subcommand_from help' -a '${names(program).join(" ")}'`,
    "",
  ].join("\n");
}

/** A command below another, and its options. */
function fishInner(command: Command, inner: Command): string[] {
  const seen = `__fish_seen_subcommand_from ${command.name()}`;
  return [
    `complete -c defs -f -n '${seen}; and not __fish_seen_subcommand_from ${names(command).join(" ")}' -a ${inner.name()} -d '${plain(inner.description())}'`,
    ...inner.options.map((option) => fishOption(inner, option, `${seen}; and `)),
  ];
}

function fishOption(command: Command, option: Option, above = ""): string {
  const choices = option.argChoices ? ` -xa '${option.argChoices.join(" ")}'` : "";
  return `complete -c defs -n '${above}__fish_seen_subcommand_from ${command.name()}' -l ${option.name()}${choices} -d '${plain(option.description)}'`;
}

/** How the image of `defs new` begins. */
const newImages = stages.slice(0, 3).map((stage) => `${stage}/`);

/** Whether images that exist are among the words of a command. */
function takesImages(command: Command): boolean {
  return (
    command.name() !== "new" &&
    command.registeredArguments.some((argument) => /^(?:images?|definitions|goals)$/.test(argument.name()))
  );
}

/** Options whose value is an image. */
function imageOptions(program: Command): string[] {
  return [
    ...new Set(
      program.commands
        .flatMap((command) => command.options)
        .flatMap(({ flags, long }) => (/<images?\b/.test(flags) ? (long ?? []) : [])),
    ),
  ];
}

function withChoices(program: Command): Option[] {
  return program.commands
    .flatMap((command) => [...command.options])
    .filter((option) => option.argChoices !== undefined);
}

/** Options of a command, commands below it, and what else one of its words can be. */
function wordsOf(program: Command, command: Command): string[] {
  const more: Readonly<Record<string, readonly string[]>> = {
    new: newImages,
    help: names(program),
    completion: Object.keys(shells),
  };
  return [longOptions(command), ...names(command), ...(more[command.name()] ?? [])].filter(Boolean);
}

/** Commands below others, each with the word before it. */
function nested(program: Command): string[] {
  return program.commands.flatMap((command) => names(command).map((inner) => `'${command.name()} ${inner}'`));
}

/** The words that lead to each command that takes images. */
function withImages(program: Command): string[] {
  return program.commands.flatMap((command) => [
    ...(takesImages(command) ? [command.name()] : []),
    ...command.commands.filter(takesImages).map((inner) => `${command.name()} ${inner.name()}`),
  ]);
}

function names(program: Pick<Command, "commands">): string[] {
  return program.commands.map((command) => command.name());
}

function longOptions(command: Command): string {
  return command.options.flatMap((option) => option.long ?? []).join(" ");
}

function plain(text: string): string {
  return text.replaceAll("'", "").replaceAll("\\", "");
}
