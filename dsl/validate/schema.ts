import english from "zod/v4/locales/en.js";
import * as z from "zod/mini";
import { proofCodes } from "../model/allow.js";
import { phaseNames } from "../model/build.js";
import { protections, type Protection } from "../model/harden.js";
import { platforms } from "../model/platform.js";
import { versionForm, versionRule } from "../model/version.js";
import type { SourceKind } from "../sources/kinds.js";
import { vexJustifications, vexStatuses } from "../model/vex.js";

// The form of zod that a compile of one definition loads: half the code, no code made for each object, messages set here.
z.config({ ...english(), jitless: true });

const matching = (form: RegExp, message: string) => z.string().check(z.regex(form, message));
const filled = <T extends z.ZodMiniType>(item: T, message = "must not be empty: leave it out when there is none") =>
  z.array(item).check(z.minLength(1, message));

/** The strict form of what a definition may export; see model/package for what each member means. */
const line = z
  .string()
  .check(
    z.minLength(1, "must not be empty"),
    z.regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "must be one line without control characters"),
  );
const variable = matching(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "must be named with letters, digits and _, not starting with a digit",
);
const environment = z.record(variable, matching(/^[^\p{Cc}]*$/u, "must be one line without control characters"));

/** What the evaluation leaves in place of a reference to another package. */
export const reference = z.strictObject(
  { $package: z.nullable(z.string()), $name: z.nullable(z.string()) },
  "must be an imported package",
);

const outputReference = z.strictObject({ kind: z.literal("output"), of: reference, output: line });
const pinned = z.strictObject({
  kind: z.literal("pin"),
  of: z.union([reference, outputReference]),
  digest: z.optional(
    z.partialRecord(
      z.enum(platforms),
      matching(/^sha256:[0-9a-f]{64}$/, "must be 'sha256:' and 64 lower-case hexadecimal digits"),
    ),
  ),
  tag: z.optional(line),
});

const platform = z.enum(platforms, `must be one of ${platforms.join(", ")}`);
const onPlatform = z.strictObject({
  kind: z.literal("on"),
  platform,
  of: z.union([reference, outputReference, pinned]),
});

/** A package, one of its outputs, either of them pinned, or one of these from a platform of its own. */
const dependency = z.union([reference, outputReference, pinned, onPlatform]);

/** A dependency of the right form. */
export type ParsedDependency = z.infer<typeof dependency>;

const bytes = z.int("must be a whole number of bytes").check(z.positive("must be 1 or more"));

const remoteSource = z.strictObject({
  url: line,
  mirrors: z.optional(filled(line, "must not be empty: leave it out when there is no mirror")),
  sha256: z.string(),
  size: z.optional(bytes),
  signature: z.optional(z.strictObject({ url: line, sha256: z.string(), key: line })),
  name: z.optional(z.string()),
  extract: z.optional(z.boolean()),
  strip: z.optional(
    z.int("must be a whole number").check(z.gte(0, "must not be negative"), z.lte(9, "must be 9 or less")),
  ),
  into: z.optional(z.string()),
  only: z.optional(filled(line, "must not be empty: leave it out to unpack everything")),
  nested: z.optional(filled(line)),
});
/** The form of each kind of source. */
const sourceForms = {
  remote: remoteSource,
  seed: z.strictObject({ seed: z.enum(["amd64", "x86"]), sha256: z.string(), size: bytes }),
  vendored: z.pick(remoteSource, { url: true, mirrors: true, sha256: true, size: true, name: true }),
} satisfies Record<SourceKind, z.ZodMiniType>;

const script = z.strictObject({ kind: z.literal("script"), body: z.string(), hook: z.optional(z.boolean()) });
const command = z.strictObject({
  kind: z.literal("command"),
  words: z.array(z.union([z.string(), script])).check(z.minLength(1)),
});
const write = z.strictObject({ kind: z.literal("write"), path: line, lines: z.array(z.string()) });
const recipe = z.strictObject({
  kind: z.literal("recipe"),
  recipe: line,
  tools: z.array(line),
  env: environment,
  phases: z.array(
    z.strictObject({
      name: z.enum(phaseNames),
      steps: z.array(z.discriminatedUnion("kind", [command, script, write])),
    }),
  ),
  hooks: z.int().check(z.gte(0)),
  vendored: z.optional(z.array(sourceForms.vendored)),
  places: z.optional(
    z.array(z.strictObject({ option: z.enum(["directories", "files", "links", "remove", "trees"]), path: z.string() })),
  ),
  folders: z.optional(z.array(z.string())),
  skipped: z.optional(line),
  harden: z.optional(
    z.partialRecord(
      z.enum(Object.keys(protections) as Protection[], `must be one of ${Object.keys(protections).join(", ")}`),
      line,
    ),
  ),
});
const archiveFolder = matching(
  /^[A-Za-z0-9][A-Za-z0-9._+-]*(?:\/[A-Za-z0-9][A-Za-z0-9._+-]*)*$/,
  "must be a directory of the archive, by its path there",
);
const scratchStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unpack"), source: line, to: line, top: z.optional(archiveFolder) }),
  z.strictObject({ kind: z.literal("directory"), path: line }),
  z.strictObject({ kind: z.literal("exec"), argv: z.array(line).check(z.minLength(1)) }),
  z.strictObject({ kind: z.literal("mountSources"), at: line }),
  z.strictObject({ kind: z.literal("keep"), paths: z.array(line).check(z.minLength(1)) }),
]);
const scratch = z.strictObject({ kind: z.literal("scratch"), steps: z.array(scratchStep).check(z.minLength(1)) });

const hostSeedName = matching(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be the name of a list in bootstrap/host-seeds/");
const hostSeed = z.strictObject({ kind: z.literal("hostSeed"), seed: hostSeedName });

const config = z.strictObject({
  user: z.optional(matching(/^\d+:\d+$/, "must be numeric, as '1000:1000'")),
  env: z.optional(environment),
  entrypoint: z.optional(filled(line)),
  cmd: z.optional(filled(line)),
  workdir: z.optional(line),
});

const allowed = z.strictObject({
  code: z.enum(proofCodes, `must be one of ${proofCodes.join(", ")}`),
  subject: line,
  reason: line,
});
const allow = filled(allowed, "must not be empty: leave it out when there is nothing to allow");
const plainName = matching(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, "must be a plain file name");
/** Whether a text is a day of the calendar, YYYY-MM-DD. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
const vexStatement = z.strictObject({
  vulnerability: matching(
    /^(?:CVE-\d{4}-\d{4,}|[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)$/,
    "must be the name of a vulnerability, as 'CVE-2024-3094'",
  ),
  status: z.enum(vexStatuses, `must be one of ${vexStatuses.join(", ")}`),
  date: z.string().check(z.refine(isDay, "must be a day, as '2026-01-31'")),
  justification: z.optional(z.enum(vexJustifications, `must be one of ${vexJustifications.join(", ")}`)),
  reason: line,
  patch: z.optional(plainName),
});
const program = z.strictObject({
  program: matching(
    /^[A-Za-z0-9][A-Za-z0-9._+-]*\.cc?$/,
    "must be a file of the package's own folder in C or C++: NAME.c or NAME.cc",
  ),
  flags: z.optional(filled(line)),
});
const tests = filled(z.union([filled(line, "must hold a command"), program, script]));
const provided = matching(
  /^[A-Za-z0-9][A-Za-z0-9:._+-]*$/,
  "must be the name of a command, or of a module as 'python:installer'",
);
const provides = filled(provided);
const output = z.strictObject({
  description: line,
  files: filled(line, "must name a file"),
  runDeps: z.optional(z.array(dependency)),
  provides: z.optional(provides),
  tests: z.optional(tests),
  testDeps: z.optional(z.array(z.union([dependency, line]))),
  allow: z.optional(allow),
});

const shared = {
  name: line,
  description: line,
  aliases: z.optional(z.array(line)),
  platforms: z.optional(filled(platform, "must name a platform")),
  config: z.optional(config),
  tests: z.optional(tests),
  testDeps: z.optional(z.array(z.union([dependency, line]))),
  allow: z.optional(allow),
};

/** A value that `definePackage` made. */
export const packageSchema = z.strictObject({
  ...shared,
  kind: z.literal("package"),
  version: matching(versionForm, versionRule),
  license: line,
  website: matching(/^https:\/\/[^\s"'<>]+$/, "must be an https address"),
  purl: z.optional(line),
  cpe: z.optional(line),
  sources: z.optional(z.array(z.union([sourceForms.remote, sourceForms.seed]))),
  patches: z.optional(filled(plainName)),
  vex: z.optional(filled(vexStatement, "must not be empty: leave it out when there is nothing to say")),
  files: z.optional(filled(plainName)),
  licenseFiles: z.optional(filled(line)),
  base: z.optional(dependency),
  buildDeps: z.optional(z.array(dependency)),
  runDeps: z.optional(z.array(dependency)),
  provides: z.optional(provides),
  imageBase: z.optional(z.union([z.literal("scratch"), dependency])),
  env: z.optional(environment),
  build: z.discriminatedUnion("kind", [recipe, script, scratch, hostSeed]),
  setuid: z.optional(z.array(line)),
  standIns: z.optional(filled(hostSeedName)),
  outputs: z.optional(
    z.record(
      matching(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, "must be lower-case letters, digits and single . _ - between them"),
      output,
    ),
  ),
});

/** A value that `definePallet` made. */
export const palletSchema = z.strictObject({
  ...shared,
  kind: z.literal("pallet"),
  members: filled(dependency, "must name a member"),
});

/** Keys of the objects inside a definition, by the key that holds them, for suggestions. */
export const nestedKeys: Readonly<Record<string, readonly string[]>> = {
  allow: ["code", "subject", "reason"],
  sources: Object.keys(remoteSource.shape),
  config: Object.keys(config.shape),
  tests: Object.keys(program.shape),
  vex: Object.keys(vexStatement.shape),
};

/** A package or pallet of the right form. */
export type Parsed = z.infer<typeof packageSchema> | z.infer<typeof palletSchema>;
