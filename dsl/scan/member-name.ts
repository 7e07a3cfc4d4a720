/** A name of an archive in a message: in quotes, with nothing that a terminal would act upon. */
export function shown(name: string): string {
  return `'${name.replace(/[^ -~\u00a0-\uffff]/g, "?").slice(0, 200)}'`;
}

/** Why programs read the name of a member differently, or drop other parts of it than meant; undefined for a plain one. */
export function nameFault(name: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(name)) return `has a name with a control character, ${shown(name)}`;
  if (name.startsWith("/")) return `has an absolute name, ${shown(name)}`;
  if (name.split("/").includes("..")) return `has a name that leads elsewhere, ${shown(name)}`;
  return /\/\//.test(name) ? `has a name with two slashes in a row, ${shown(name)}` : undefined;
}

/** A name without what means nothing: `./` before it, and slashes behind it. */
export function plainName(name: string): string {
  return name.replace(/\/+$/, "").replace(/^(?:\.\/+)+/, "");
}
