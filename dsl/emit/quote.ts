/**
 * Quotes one word for a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2): the shell passes it on unchanged.
 * A flag such as `--cc=a b` is quoted after its equals sign, as one writes it by hand.
 */
export function quoteShell(word: string): string {
  if (/^[A-Za-z0-9@%_+=:,./^-]+$/.test(word)) return word;
  const [, name, value] = /^(-*[A-Za-z0-9_.-]+=)(.+)$/s.exec(word) ?? [];
  return name === undefined || value === undefined ? singleQuote(word) : name + singleQuote(value);
}

function singleQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Quotes the value of an ENV instruction: inside double quotes `\`, `"` and `$` are escaped (Dockerfile reference, "Environment replacement"). */
export function quoteEnv(value: string): string {
  return /^[A-Za-z0-9@%_+=:,./-]+$/.test(value) ? value : `"${value.replace(/[\\"$]/g, "\\$&")}"`;
}

/** The JSON form of an instruction's arguments, with the spaces that one writes by hand. */
export function quoteExec(argv: readonly string[]): string {
  return `[${argv.map((word) => JSON.stringify(word)).join(", ")}]`;
}

/**
 * Quotes a name for a makefile, where `$` begins a variable and `#` a comment (GNU make manual, "Using Variables" and
 * "What Makefiles Contain"). Whatever else could mean more than itself there is refused: blanks, patterns, archive members.
 */
export function quoteMake(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+@,^/$#-]*$/.test(text))
    throw new Error(`not a name that a makefile can hold: ${JSON.stringify(text)}`);
  return text.replaceAll("$", "$$$$").replaceAll("#", "\\#");
}
