import { posix } from "node:path";
import type { DefinitionFile } from "../load/discover.js";
import type { Definition } from "../validate/definition.js";
import { addressText, splitAtVersion, template } from "./address.js";
import { formatDefinition } from "./format.js";

/** Everything that a new definition says. */
export interface Draft {
  readonly target: Pick<DefinitionFile, "file" | "name" | "exportName">;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly website: string;
  readonly source: { readonly url: string; readonly mirrors: readonly string[]; readonly sha256: string; readonly size: number; readonly name?: string; readonly strip: number };
  readonly licenseFiles: readonly string[];
  readonly recipe: string;
  /** Options of the recipe as code; empty for its defaults. */
  readonly options: string;
  readonly base: Definition;
  readonly buildDeps: readonly Definition[];
  readonly runDeps: readonly Definition[];
}

/** The text of a new definition, as `defs fmt` leaves it. */
export function draftDefinition(draft: Draft): string {
  const { target, version, source } = draft;
  const [address, ...mirrors] = [source.url, ...source.mirrors].map((url) => addressText(url, version));
  const templated = [source.url, ...source.mirrors, source.name ?? ""].some((text) => splitAtVersion(text, version).length > 1);
  const names = new Names([target.exportName, ...(templated ? ["version"] : [])]);
  const helperNames = new Map([address!, ...mirrors].flatMap(({ helper }) => (helper === undefined ? [] : [[helper, names.take(helper, "File")] as const])));
  const [definePackage, recipe] = [names.take("definePackage", ""), names.take(draft.recipe, "Recipe")];
  const local = new Map([draft.base, ...draft.buildDeps, ...draft.runDeps].map((definition) => [definition, definition] as const).map(([definition]) => [definition.name, { definition, local: "" }]));
  for (const item of local.values()) item.local = names.take(item.definition.exportName, "Package");
  const code = ({ code: text, helper }: { code: string; helper?: string }): string => (helper === undefined ? text : text.replace(helper, helperNames.get(helper)!));
  const list = (items: readonly Definition[]): string => `[${items.map(({ name }) => local.get(name)!.local).join(", ")}]`;
  const baseName = local.get(draft.base.name)!.local;
  const lines = [
    `import { ${[["definePackage", definePackage], [draft.recipe, recipe], ...helperNames].map(([name, as]) => importName(name!, as!)).join(", ")} } from "#dsl";`,
    ...[...local.values()].map(({ definition, local: as }) => `import { ${importName(definition.exportName, as)} } from "${importPath(target.file, definition.file)}";`),
    "",
    ...(templated ? [`const version = ${JSON.stringify(version)};`, ""] : []),
    `export const ${target.exportName} = definePackage({`,
    `name: ${JSON.stringify(target.name)},`,
    templated ? "version," : `version: ${JSON.stringify(version)},`,
    `description: ${JSON.stringify(draft.description)},`,
    `license: ${JSON.stringify(draft.license)},`,
    `website: ${JSON.stringify(draft.website)},`,
    "sources: [",
    "{",
    `url: ${code(address!)},`,
    ...(mirrors.length > 0 ? [`mirrors: [${mirrors.map(code).join(", ")}],`] : []),
    `sha256: "${source.sha256}",`,
    `size: ${source.size},`,
    ...(source.name === undefined ? [] : [`name: ${template(source.name, version)},`]),
    ...(source.strip === 1 ? [] : [`strip: ${source.strip},`]),
    "},",
    "],",
    ...(draft.licenseFiles.length > 0 ? [`licenseFiles: [${draft.licenseFiles.map((file) => JSON.stringify(file)).join(", ")}],`] : []),
    baseName === "base" ? "base," : `base: ${baseName},`,
    ...(draft.buildDeps.length > 0 ? [`buildDeps: ${list(draft.buildDeps)},`] : []),
    ...(draft.runDeps.length > 0 ? [`runDeps: ${list(draft.runDeps)},`] : []),
    `build: ${recipe}(${draft.options}),`,
    "});",
  ];
  return formatDefinition(target.file, `${lines.join("\n")}\n`);
}

/** Names of one file: a second use of one gets a suffix. */
class Names {
  private readonly taken: Set<string>;
  constructor(taken: readonly string[]) {
    this.taken = new Set(taken);
  }
  take(name: string, suffix: string): string {
    const free = this.taken.has(name) ? `${name}${suffix}` : name;
    this.taken.add(free);
    return free;
  }
}

function importName(name: string, as: string): string {
  return name === as ? name : `${name} as ${as}`;
}

function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
