import type { Command, Help, Option } from "commander";

/** `defs man`. */
export function register(program: Command): void {
  program
    .command("man")
    .description("print the manual page, as docs/man/defs.1 has it")
    .action(() => {
      process.stdout.write(manPage(program));
    });
}

/** The manual page of a program and all of its commands, in the macros of man(7). Depends on nothing but these. */
export function manPage(program: Command): string {
  const help = program.createHelp();
  const name = program.name();
  return [
    `.\\" Written by \`npm run docs\` from the commands in dsl/cli/: change those, not this file.`,
    `.TH ${name.toUpperCase()} 1 "" "stagex-typed"`,
    ".SH NAME",
    `${name} \\- ${plain(program.description().replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIargument\\fR ...]",
    ".SH OPTIONS",
    "Of all commands; they stand before or after the command.",
    ...help.visibleOptions(program).flatMap((option) => item(option.flags, optionText(help, option))),
    ".SH COMMANDS",
    ...leaves(program, name).flatMap(([path, command]) => section(help, path, command)),
    ".SH EXIT STATUS",
    ...exitStatus.flatMap(([code, text]) => item(code, text)),
    ".SH ENVIRONMENT",
    ...environment.flatMap(([variable, text]) => item(variable, text)),
    ".SH SEE ALSO",
    "The pages in docs/ of the tree, which README.md lists.",
    "",
  ].join("\n");
}

const exitStatus = [
  ["0", "done, or all is well"],
  ["1", "the tree has mistakes, is not current, or what was asked about is not so"],
  ["2", "wrong usage, or a fault of the program"],
  ["3", "there is no trusted policy; of commands that verify"],
] as const;

const environment = [
  ["NO_COLOR", "no colour, also on a terminal"],
  ["OUT", "where images were built, unless an option says so"],
  ["PAGER", "shows what is longer than the terminal; without it, less"],
  ["STAGEX_TRUSTED_POLICY", "SHA-256 of the policy that is trusted, unless an option names one"],
] as const;

/** Commands that do something, with the words that lead to them. What `help` says of each is this page. */
function leaves(command: Command, path: string): [path: string, command: Command][] {
  return command.commands
    .filter((inner) => inner.name() !== "help" || command.parent === null)
    .flatMap((inner): [string, Command][] => {
      const words = `${path} ${inner.name()}`;
      const acts = inner.commands.length === 0 || inner.options.length > 0 || inner.registeredArguments.length > 0;
      return [...(acts ? [[words, inner] satisfies [string, Command]] : []), ...leaves(inner, words)];
    });
}

function section(help: Help, path: string, command: Command): string[] {
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  return [
    `.SS ${quoted([path, command.usage().replace("[options]", options.length > 0 ? "[options]" : "")].join(" ").replace(/ +/g, " ").trim())}`,
    `${plain(command.description().replace(/^./, (first) => first.toUpperCase()))}.`,
    ...command.registeredArguments
      .filter(({ description }) => description !== "")
      .flatMap((argument) => item(argument.name(), help.argumentDescription(argument))),
    ...options.flatMap((option) => item(option.flags, optionText(help, option))),
  ];
}

/** Some defaults are the environment's, which is no part of the page: their descriptions say where they come from. */
function optionText(help: Help, option: Option): string {
  return option.description.includes("(default:") ? option.description : help.optionDescription(option);
}

function item(term: string, text: string): string[] {
  return [".TP", `.B ${quoted(term)}`, plain(text)];
}

/** Text of a line: groff takes backslashes, and dots and apostrophes at the beginning, for its own; a bare minus becomes a hyphen. */
function plain(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}

/** An argument of a macro. */
function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', "\\(dq")}"`;
}
