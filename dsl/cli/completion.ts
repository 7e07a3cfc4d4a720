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
  const more: Readonly<Record<string, readonly string[]>> = { new: newImages, help: names(program) };
  const cases = program.commands.map(
    (command) =>
      `    ${command.name()}) words='${[longOptions(command), ...(more[command.name()] ?? [])].join(" ").trim()}' ;;`,
  );
  const choices = withChoices(program).map(
    ({ long, argChoices }) => `    ${long!}) words='${argChoices!.join(" ")}' command='' ;;`,
  );
  return [
    "_defs() {",
    "    local words current=${COMP_WORDS[COMP_CWORD]} command=''",
    '    [ "$COMP_CWORD" -lt 2 ] || command=${COMP_WORDS[1]}',
    "    case $command in",
    ...cases,
    `    *) words='${[...names(program), longOptions(program)].join(" ")}' ;;`,
    "    esac",
    `    case $command:$current in :* | new:* | help:* | *:-*) ;; *) words="$words $(${images})" ;; esac`,
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
    `complete -c defs -n '__fish_seen_subcommand_from ${asking}' -a "(${images})"`,
    `complete -c defs -f -n '__fish_seen_subcommand_from new' -a '${newImages.join(" ")}'`,
  ];
  return [
    ...lines,
    ...words,
    `complete -c defs -f -n '__fish_seen_subcommand_from help' -a '${names(program).join(" ")}'`,
    "",
  ].join("\n");
}

function fishOption(command: Command, option: Option): string {
  const choices = option.argChoices ? ` -xa '${option.argChoices.join(" ")}'` : "";
  return `complete -c defs -n '__fish_seen_subcommand_from ${command.name()}' -l ${option.name()}${choices} -d '${plain(option.description)}'`;
}

/** How the image of `defs new` begins. */
const newImages = stages.slice(0, 3).map((stage) => `${stage}/`);

/** Whether images that exist are among the words of a command. */
function takesImages(command: Command): boolean {
  return (
    command.name() !== "new" &&
    command.registeredArguments.some((argument) => /^(?:images?|definitions)$/.test(argument.name()))
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

function names(program: Command): string[] {
  return program.commands.map((command) => command.name());
}

function longOptions(command: Command): string {
  return command.options.flatMap((option) => option.long ?? []).join(" ");
}

function plain(text: string): string {
  return text.replaceAll("'", "").replaceAll("\\", "");
}
