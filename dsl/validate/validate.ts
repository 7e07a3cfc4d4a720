import type { Build } from "../model/build.js";
import type { ImageConfig } from "../model/package.js";
import type { Source } from "../model/source.js";
import type { Loaded, LoadedDefinition } from "../load/load.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "./definition.js";
import { parseDefinition } from "./parse.js";
import { referenceProblems } from "./references.js";
import type { Rule } from "./rule.js";
import { hostSeedRule } from "./rules/host-seed.js";
import { licenseRule } from "./rules/license.js";
import { kindRule, nameRule } from "./rules/name.js";
import { patchesRule } from "./rules/patches.js";
import { pathsRule } from "./rules/paths.js";
import { shellRule } from "./rules/shell.js";
import { sourcesRule } from "./rules/sources.js";
import { unpackingRule } from "./rules/unpacking.js";
import { aliasProblems, hashesAcrossTree } from "./tree.js";
import type { Parsed } from "./schema.js";

const rules: readonly Rule[] = [nameRule, kindRule, licenseRule, hostSeedRule, sourcesRule, unpackingRule, patchesRule, pathsRule, shellRule];

/** Checks every definition: its form, then each rule. All mistakes are reported, not only the first. */
export function validate(loaded: Loaded): { definitions: Definition[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const checked: { loaded: LoadedDefinition; parsed: Parsed }[] = [];
  for (const item of loaded.definitions) {
    const { parsed, diagnostics: problems } = parseDefinition(item);
    diagnostics.push(...problems);
    if (parsed === undefined) continue;
    diagnostics.push(...referenceProblems(item.source.file, parsed));
    diagnostics.push(...rules.flatMap((rule) => rule({ source: item.source, parsed, found: loaded.found })));
    checked.push({ loaded: item, parsed });
  }
  const names = new Map(loaded.definitions.map((item) => [`${item.source.file}#${item.source.exportName}`, item.source.name]));
  const definitions = checked.map((item) => normalise(item.loaded, item.parsed, names));
  diagnostics.push(...aliasProblems(definitions), ...hashesAcrossTree(definitions));
  return { definitions, diagnostics };
}

type Target = { readonly $package: string | null };

function normalise({ source }: LoadedDefinition, parsed: Parsed, names: ReadonlyMap<string, string>): Definition {
  const name = (target: Target): string => names.get(target.$package ?? "") ?? "";
  const shared = {
    kind: parsed.kind,
    name: source.name,
    stage: source.stage,
    file: source.file,
    exportName: source.exportName,
    description: parsed.description,
    aliases: parsed.aliases ?? [],
    platforms: parsed.platforms ?? (["linux/amd64"] as const),
    config: (parsed.config ?? {}) as ImageConfig,
  };
  if (parsed.kind === "pallet") return { ...shared, ...emptyPackage, members: parsed.members.map(name) };
  return {
    ...shared,
    version: parsed.version,
    license: parsed.license,
    website: parsed.website,
    sources: (parsed.sources ?? []) as readonly Source[],
    patches: (parsed.patches ?? []).map((patch) => `${source.file.slice(0, -3)}/${patch}`),
    base: parsed.base && name(parsed.base),
    buildDeps: (parsed.buildDeps ?? []).map(name),
    runDeps: (parsed.runDeps ?? []).map(name),
    imageBase: imageBase(source, parsed.imageBase, name, new Set(names.values())),
    provides: parsed.provides ?? [],
    env: parsed.env ?? {},
    build: parsed.build as Build,
    members: [],
    setuid: parsed.setuid ?? [],
  };
}

const emptyPackage = {
  version: undefined,
  license: undefined,
  website: undefined,
  sources: [],
  patches: [],
  base: undefined,
  buildDeps: [],
  runDeps: [],
  imageBase: undefined,
  provides: [],
  env: {},
  build: undefined,
  setuid: [],
};

/** Images of core and user stand on core-filesystem, where the tree has one; bootstrap images stand on nothing. */
function imageBase(source: LoadedDefinition["source"], given: Target | "scratch" | undefined, name: (target: Target) => string, names: ReadonlySet<string>): string | undefined {
  if (given === "scratch") return undefined;
  if (given !== undefined) return name(given);
  const usual = "core-filesystem";
  return source.stage === "bootstrap" || source.name === usual || !names.has(usual) ? undefined : usual;
}
