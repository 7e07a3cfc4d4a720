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
  readonly source: DraftSource;
  readonly licenseFiles: readonly string[];
  readonly recipe: string;
  /** Options of the recipe as code; empty for its defaults. */
  readonly options: string;
  readonly base: Definition;
  readonly buildDeps: readonly Definition[];
  readonly runDeps: readonly Definition[];
}

/** The one source of a new definition. */
export interface DraftSource {
  readonly url: string;
  readonly mirrors: readonly string[];
  readonly sha256: string;
  readonly size: number;
  readonly name?: string;
  readonly strip: number;
}

/** The text of a new definition, as `defs fmt` leaves it. */
export function draftDefinition(draft: Draft): string {
  const { target, version, source } = draft;
  // A package called version has the constant's name.
  const templated =
    target.exportName !== "version" &&
    [source.url, ...source.mirrors, source.name ?? ""].some((text) => splitAtVersion(text, version).length > 1);
  const imports = new Imports(target.file, [target.exportName, ...(templated ? ["version"] : [])]);
  const members = [
    `name: ${JSON.stringify(target.name)}`,
    templated ? "version" : `version: ${JSON.stringify(version)}`,
    ...(["description", "license", "website"] as const).map((key) => `${key}: ${JSON.stringify(draft[key])}`),
    `sources: [{\n${sourceMembers(source, templated ? version : undefined, imports).join(",\n")},\n}]`,
    ...list(
      "licenseFiles",
      draft.licenseFiles.map((file) => JSON.stringify(file)),
    ),
    member("base", imports.ofPackage(draft.base)),
    ...list(
      "buildDeps",
      draft.buildDeps.map((definition) => imports.ofPackage(definition)),
    ),
    ...list(
      "runDeps",
      draft.runDeps.map((definition) => imports.ofPackage(definition)),
    ),
    `build: ${imports.ofLanguage(draft.recipe, "Recipe")}(${draft.options})`,
  ];
  const definition = `export const ${target.exportName} = ${imports.ofLanguage("definePackage", "Function")}({\n${members.join(",\n")},\n});\n`;
  const constant = templated ? `const version = ${JSON.stringify(version)};\n\n` : "";
  return formatDefinition(target.file, `${imports.text()}\n${constant}${definition}`);
}

function sourceMembers(source: DraftSource, version: string | undefined, imports: Imports): string[] {
  const address = (url: string): string => {
    const { code, helper } = addressText(url, version);
    return helper === undefined ? code : code.replace(helper, imports.ofLanguage(helper, "File"));
  };
  return [
    `url: ${address(source.url)}`,
    ...list("mirrors", source.mirrors.map(address)),
    `sha256: "${source.sha256}"`,
    `size: ${source.size}`,
    ...(source.name === undefined ? [] : [`name: ${template(source.name, version)}`]),
    ...(source.strip === 1 ? [] : [`strip: ${source.strip}`]),
  ];
}

function member(key: string, value: string): string {
  return key === value ? key : `${key}: ${value}`;
}

function list(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${key}: [${values.join(", ")}]`];
}

/** The imports of a file that is being written; a name that is taken is imported under another one. */
class Imports {
  private readonly names = new Map<string, { readonly name: string; readonly as: string; readonly from: string }>();
  constructor(
    private readonly file: string,
    private readonly taken: string[],
  ) {}

  /** The local name of something of the language. */
  ofLanguage(name: string, suffix: string): string {
    return this.take(name, suffix, "#dsl");
  }

  /** The local name of another package. */
  ofPackage({ file, exportName }: Definition): string {
    const path = posix.relative(posix.dirname(this.file), file).replace(/\.ts$/, ".js");
    return this.take(exportName, "Package", path.startsWith(".") ? path : `./${path}`);
  }

  text(): string {
    const all = [...this.names.values()];
    const from = [...new Set(all.map((item) => item.from))];
    return from
      .map(
        (path) =>
          `import { ${all
            .filter((item) => item.from === path)
            .map(({ name, as }) => (name === as ? name : `${name} as ${as}`))
            .join(", ")} } from "${path}";\n`,
      )
      .join("");
  }

  private take(name: string, suffix: string, from: string): string {
    const known = this.names.get(`${from} ${name}`);
    if (known !== undefined) return known.as;
    const as = this.taken.includes(name) ? `${name}${suffix}` : name;
    this.taken.push(as);
    this.names.set(`${from} ${name}`, { name, as, from });
    return as;
  }
}
