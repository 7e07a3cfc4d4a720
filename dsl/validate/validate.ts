import type { Build } from "../model/build.js";
import type { ImageConfig } from "../model/package.js";
import type { Platform } from "../model/platform.js";
import { resolve } from "../model/platform-text.js";
import type { VexStatement } from "../model/vex.js";
import { ownFile, type Discovered } from "../load/discover.js";
import type { Loaded, LoadedDefinition } from "../load/load.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition } from "./definition.js";
import { parseDefinition } from "./parse.js";
import { dependencyValues, listed, platformIn, type DefinedDependency, type Define } from "./dependencies.js";
import { outputDefinitions, outputNameProblems } from "./outputs.js";
import { referenceProblems } from "./references.js";
import type { Rule } from "./rule.js";
import { filesRule } from "./rules/files.js";
import { hostSeedRule } from "./rules/host-seed.js";
import { licenseRule } from "./rules/license.js";
import { mountsRule } from "./rules/mounts.js";
import { kindRule, nameRule } from "./rules/name.js";
import { outputsRule } from "./rules/outputs.js";
import { patchTextRule } from "./rules/patch-text.js";
import { patchesRule } from "./rules/patches.js";
import { pathsRule } from "./rules/paths.js";
import { placesRule } from "./rules/places.js";
import { hasPlatformText, platformTextProblems } from "./rules/platform-text.js";
import { programsRule } from "./rules/programs.js";
import { repeatedRule } from "./rules/repeated.js";
import { shellRule } from "./rules/shell.js";
import { sourcesRule } from "./rules/sources.js";
import { unpackingRule } from "./rules/unpacking.js";
import { upstreamRule } from "./rules/upstream.js";
import { vexRule } from "./rules/vex.js";
import { vendoredRule } from "./rules/vendored.js";
import { allSources } from "./sources.js";
import { definedTests } from "./tests.js";
import { aliasProblems, hashesAcrossTree, nameProblems } from "./tree.js";
import type { Parsed, ParsedDependency } from "./schema.js";

type ParsedPackage = Extract<Parsed, { kind: "package" }>;

const rules: readonly Rule[] = [
  nameRule,
  kindRule,
  licenseRule,
  upstreamRule,
  vexRule,
  hostSeedRule,
  sourcesRule,
  vendoredRule,
  unpackingRule,
  patchesRule,
  patchTextRule,
  filesRule,
  mountsRule,
  programsRule,
  repeatedRule,
  outputsRule,
  pathsRule,
  placesRule,
  shellRule,
];

/**
 * Checks every definition: its form, then each rule. All mistakes are reported, not only the first. What an earlier compile
 * found good by itself is looked at again only together with the others.
 */
export function validate(loaded: Loaded): { definitions: Definition[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const checked: { loaded: LoadedDefinition; parsed: Parsed }[] = [];
  for (const item of loaded.definitions) {
    const { parsed, diagnostics: problems } = loaded.checked.has(item.source.file)
      ? { parsed: item.value as Parsed, diagnostics: [] }
      : validateAlone(item, loaded.found);
    diagnostics.push(...problems);
    if (parsed !== undefined) checked.push({ loaded: item, parsed });
  }
  const names = new Map(
    loaded.definitions.map((item) => [`${item.source.file}#${item.source.exportName}`, item.source.name]),
  );
  const definitions = checked.flatMap((item) => normalise(item.loaded, item.parsed, names, loaded.found));
  diagnostics.push(
    ...outputNameProblems(definitions),
    ...nameProblems(definitions),
    ...aliasProblems(definitions),
    ...hashesAcrossTree(definitions),
  );
  return { definitions, diagnostics };
}

/** All that can be said of a definition by itself: from its own text, value and files, and from the host seeds. */
function validateAlone(item: LoadedDefinition, found: Discovered): { parsed?: Parsed; diagnostics: Diagnostic[] } {
  const { parsed, diagnostics } = parseDefinition(item);
  if (parsed === undefined) return { diagnostics };
  const { source } = item;
  const broken = onEachPlatform(parsed).flatMap((resolved) =>
    rules.flatMap((rule) => rule({ source, parsed: resolved, found })),
  );
  return {
    parsed,
    diagnostics: [
      ...diagnostics,
      ...referenceProblems(source.file, parsed),
      ...platformTextProblems(source.file, item.value, platformsOf(parsed)),
      ...eachOnce(broken),
    ],
  };
}

/** What a definition says on each of its platforms; rules look at what will be built. */
function onEachPlatform(parsed: Parsed): readonly Parsed[] {
  if (!hasPlatformText(parsed)) return [parsed];
  const base = parsed.kind === "package" && parsed.base !== undefined ? platformIn(parsed.base) : undefined;
  return platformsOf(parsed).map((platform) =>
    resolve(parsed, { platform, builder: base ?? platform, hardened: true }),
  );
}

/** A mistake that is there on every platform is reported once. */
function eachOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map(diagnostics.map((item) => [JSON.stringify({ ...item, near: item.near?.source }), item]));
  return [...seen.values()];
}

function platformsOf(parsed: Parsed): readonly Platform[] {
  return parsed.platforms ?? ["linux/amd64"];
}

function normalise(
  { source }: LoadedDefinition,
  parsed: Parsed,
  names: ReadonlyMap<string, string>,
  found: Discovered,
): Definition[] {
  const define = dependencyValues(names);
  const shared = {
    kind: parsed.kind,
    name: source.name,
    stage: source.stage,
    file: source.file,
    exportName: source.exportName,
    description: parsed.description,
    aliases: parsed.aliases ?? [],
    platforms: platformsOf(parsed),
    config: (parsed.config ?? {}) as ImageConfig,
    tests: definedTests(source.file, parsed.tests, found.extras),
    testDeps: listed(define, parsed.testDeps, "testDeps"),
    allow: parsed.allow ?? [],
    output: undefined,
  };
  if (parsed.kind === "pallet")
    return [{ ...emptyPackage, ...shared, members: listed(define, parsed.members, "members") }];
  const whole: Definition = {
    version: parsed.version,
    license: parsed.license,
    website: parsed.website,
    purl: parsed.purl,
    cpe: parsed.cpe,
    sources: allSources(parsed),
    patches: (parsed.patches ?? []).map((patch) => ownFile(source.file, patch)),
    vex: (parsed.vex ?? []).map((statement) => withPlace(source.file, statement)),
    files: (parsed.files ?? []).map((file) => ownFile(source.file, file)),
    licenseFiles: parsed.licenseFiles ?? [],
    base: parsed.base && define(parsed.base, ["base"]),
    buildDeps: listed(define, parsed.buildDeps, "buildDeps"),
    runDeps: listed(define, parsed.runDeps, "runDeps"),
    imageBase: imageBase(source, parsed.imageBase, define, names),
    provides: parsed.provides ?? [],
    env: parsed.env ?? {},
    build: parsed.build as Build,
    members: [],
    setuid: parsed.setuid ?? [],
    standIns: parsed.standIns ?? [],
    ...shared,
  };
  return [whole, ...outputDefinitions(whole, parsed, define, found.extras)];
}

function withPlace(file: string, statement: NonNullable<ParsedPackage["vex"]>[number]): VexStatement {
  const { patch, justification, ...rest } = statement;
  return {
    ...rest,
    ...(justification === undefined ? {} : { justification }),
    ...(patch === undefined ? {} : { patch: ownFile(file, patch) }),
  };
}

const emptyPackage = {
  version: undefined,
  license: undefined,
  website: undefined,
  purl: undefined,
  cpe: undefined,
  sources: [],
  patches: [],
  vex: [],
  files: [],
  licenseFiles: [],
  base: undefined,
  buildDeps: [],
  runDeps: [],
  imageBase: undefined,
  provides: [],
  env: {},
  build: undefined,
  setuid: [],
  standIns: [],
};

/** Images of core and user stand on core-filesystem, where the tree has one; bootstrap images stand on nothing. */
function imageBase(
  source: LoadedDefinition["source"],
  given: ParsedDependency | "scratch" | undefined,
  define: Define,
  names: ReadonlyMap<string, string>,
): DefinedDependency | undefined {
  if (given === "scratch") return undefined;
  if (given !== undefined) return define(given, ["imageBase"]);
  const usual = "core-filesystem";
  return source.stage === "bootstrap" || source.name === usual || !names.has("defs/core/filesystem.ts#filesystem")
    ? undefined
    : define(usual, ["imageBase"]);
}
