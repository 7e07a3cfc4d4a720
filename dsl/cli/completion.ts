import type { Command } from "commander";

const shells: Readonly<Record<string, (program: Command) => string>> = { bash, fish, zsh: (program) => `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}` };

/** `defs completion`. */
export function register(program: Command): void {
  program
    .command("completion")
    .description("print a completion script: source <(defs completion bash)")
    .argument("<shell>", Object.keys(shells).join(", "))
    .action((shell: string) => {
      const script = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
      if (script === undefined) throw new Error(`no completion for '${shell}'; shells are ${Object.keys(shells).join(", ")}`);
      process.stdout.write(script(program));
    });
}

/** Images come from the generated list, so that completing evaluates nothing. */
const images = "awk '!/^#/ { print $1 }' generated/images.txt 2>/dev/null";

/** Bash manual, "Programmable Completion". */
function bash(program: Command): string {
  const cases = program.commands.map((command) => `    ${command.name()}) words='${longOptions(command)}' ;;`);
  return [
    "_defs() {",
    "    local words current=${COMP_WORDS[COMP_CWORD]} command=''",
    '    [ "$COMP_CWORD" -lt 2 ] || command=${COMP_WORDS[1]}',
    "    case $command in",
    ...cases,
    `    *) words='${[...names(program), longOptions(program)].join(" ")}' ;;`,
    "    esac",
    `    case $command:$current in :* | *:-*) ;; *) words="$words $(${images})" ;; esac`,
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
    ...command.options.map((option) => `complete -c defs -n '__fish_seen_subcommand_from ${command.name()}' -l ${option.name()} -d '${plain(option.description)}'`),
  ]);
  return [...lines, `complete -c defs -n '__fish_seen_subcommand_from graph ledger why-rebuild' -a "(${images})"`, ""].join("\n");
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
