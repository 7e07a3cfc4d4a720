/**
 * The simple commands of shell text, one string each, without comments and leading assignments. Good enough to see what
 * a body is about; it does not read quotes (POSIX.1-2024, "Shell Command Language", section 2.9).
 */
export function commandsIn(body: string): string[] {
  const joined = body.replace(/\\\n\s*/g, " ").replace(/^\s*#.*$/gm, "");
  return joined
    .split(/\n|;|&&|\|\|?/)
    .map((command) => command.trim().replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, ""))
    .filter((command) => command !== "");
}
