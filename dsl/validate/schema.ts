import { z } from "zod";
import { proofCodes } from "../model/allow.js";
import { phaseNames } from "../model/build.js";
import { platforms } from "../model/platform.js";
import { versionForm, versionRule } from "../model/version.js";

/** The strict form of what a definition may export; see model/package for what each member means. */
const line = z.string().min(1, "must not be empty").regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "must be one line without control characters");
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be named with letters, digits and _, not starting with a digit");
const environment = z.record(variable, z.string().regex(/^[^\p{Cc}]*$/u, "must be one line without control characters"));

/** What the evaluation leaves in place of a reference to another package. */
export const reference = z.strictObject({ $package: z.string().nullable(), $name: z.string().nullable() }, "must be an imported package");

const outputReference = z.strictObject({ kind: z.literal("output"), of: reference, output: line });
const pinned = z.strictObject({
  kind: z.literal("pin"),
  of: z.union([reference, outputReference]),
  digest: z.partialRecord(z.enum(platforms), z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be 'sha256:' and 64 lower-case hexadecimal digits")).optional(),
  tag: line.optional(),
});

const platform = z.enum(platforms, `must be one of ${platforms.join(", ")}`);
const onPlatform = z.strictObject({ kind: z.literal("on"), platform, of: z.union([reference, outputReference, pinned]) });

/** A package, one of its outputs, either of them pinned, or one of these from a platform of its own. */
const dependency = z.union([reference, outputReference, pinned, onPlatform]);

/** A dependency of the right form. */
export type ParsedDependency = z.infer<typeof dependency>;

const bytes = z.int("must be a whole number of bytes").positive("must be 1 or more");

const remoteSource = z.strictObject({
  url: line,
  mirrors: z.array(line).min(1, "must not be empty: leave it out when there is no mirror").optional(),
  sha256: z.string(),
  size: bytes.optional(),
  name: z.string().optional(),
  extract: z.boolean().optional(),
  strip: z.int("must be a whole number").min(0, "must not be negative").max(9, "must be 9 or less").optional(),
  into: z.string().optional(),
  nested: z.array(line).min(1, "must not be empty: leave it out when there is none").optional(),
});
const seedSource = z.strictObject({ seed: z.enum(["amd64", "x86"]), sha256: z.string(), size: bytes });

const script = z.strictObject({ kind: z.literal("script"), body: z.string() });
const command = z.strictObject({ kind: z.literal("command"), words: z.array(z.union([z.string(), script])).min(1) });
const write = z.strictObject({ kind: z.literal("write"), path: line, lines: z.array(z.string()) });
const vendored = remoteSource.pick({ url: true, mirrors: true, sha256: true, size: true, name: true });
const recipe = z.strictObject({
  kind: z.literal("recipe"),
  recipe: line,
  tools: z.array(line),
  env: environment,
  phases: z.array(z.strictObject({ name: z.enum(phaseNames), steps: z.array(z.discriminatedUnion("kind", [command, script, write])) })),
  hooks: z.int().min(0),
  vendored: z.array(vendored).optional(),
  places: z.array(z.string()).optional(),
});
const archiveFolder = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*(?:\/[A-Za-z0-9][A-Za-z0-9._+-]*)*$/, "must be a directory of the archive, by its path there");
const scratchStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unpack"), source: line, to: line, top: archiveFolder.optional() }),
  z.strictObject({ kind: z.literal("directory"), path: line }),
  z.strictObject({ kind: z.literal("exec"), argv: z.array(line).min(1) }),
  z.strictObject({ kind: z.literal("mountSources"), at: line }),
  z.strictObject({ kind: z.literal("keep"), paths: z.array(line).min(1) }),
]);
const scratch = z.strictObject({ kind: z.literal("scratch"), steps: z.array(scratchStep).min(1) });

const hostSeedName = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be the name of a list in bootstrap/host-seeds/");
const hostSeed = z.strictObject({ kind: z.literal("hostSeed"), seed: hostSeedName });

const config = z.strictObject({
  user: z.string().regex(/^\d+:\d+$/, "must be numeric, as '1000:1000'").optional(),
  env: environment.optional(),
  entrypoint: z.array(line).min(1).optional(),
  cmd: z.array(line).min(1).optional(),
  workdir: line.optional(),
});

const allow = z
  .array(z.strictObject({ code: z.enum(proofCodes, `must be one of ${proofCodes.join(", ")}`), subject: line, reason: line }))
  .min(1, "must not be empty: leave it out when there is nothing to allow");
const tests = z.array(z.union([z.array(line).min(1, "must hold a command"), script])).min(1, "must not be empty: leave it out when there is none");
const provided = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._+-]*$/, "must be the name of a command, or of a module as 'python:installer'");
const provides = z.array(provided).min(1, "must not be empty: leave it out when there is none");
const plainName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, "must be a plain file name");
const output = z.strictObject({
  description: line,
  files: z.array(line).min(1, "must name a file"),
  runDeps: z.array(dependency).optional(),
  provides: provides.optional(),
  tests: tests.optional(),
  testDeps: z.array(dependency).optional(),
  allow: allow.optional(),
});

const shared = {
  name: line,
  description: line,
  aliases: z.array(line).optional(),
  platforms: z.array(platform).min(1, "must name a platform").optional(),
  config: config.optional(),
  tests: tests.optional(),
  testDeps: z.array(dependency).optional(),
  allow: allow.optional(),
};

/** A value that `definePackage` made. */
export const packageSchema = z.strictObject({
  ...shared,
  kind: z.literal("package"),
  version: z.string().regex(versionForm, versionRule),
  license: line,
  website: z.string().regex(/^https:\/\/[^\s"'<>]+$/, "must be an https address"),
  sources: z.array(z.union([remoteSource, seedSource])).optional(),
  patches: z.array(plainName).min(1, "must not be empty: leave it out when there is none").optional(),
  files: z.array(plainName).min(1, "must not be empty: leave it out when there is none").optional(),
  licenseFiles: z.array(line).min(1, "must not be empty: leave it out when there is none").optional(),
  base: dependency.optional(),
  buildDeps: z.array(dependency).optional(),
  runDeps: z.array(dependency).optional(),
  provides: provides.optional(),
  imageBase: z.union([z.literal("scratch"), dependency]).optional(),
  env: environment.optional(),
  build: z.discriminatedUnion("kind", [recipe, script, scratch, hostSeed]),
  setuid: z.array(line).optional(),
  standIns: z.array(hostSeedName).min(1, "must not be empty: leave it out when there is none").optional(),
  outputs: z.record(z.string().regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, "must be lower-case letters, digits and single . _ - between them"), output).optional(),
});

/** A value that `definePallet` made. */
export const palletSchema = z.strictObject({ ...shared, kind: z.literal("pallet"), members: z.array(dependency).min(1, "must name a member") });

/** Keys of the objects inside a definition, by the key that holds them, for suggestions. */
export const nestedKeys: Readonly<Record<string, readonly string[]>> = { allow: ["code", "subject", "reason"], sources: Object.keys(remoteSource.shape), config: Object.keys(config.shape) };

/** A package or pallet of the right form. */
export type Parsed = z.infer<typeof packageSchema> | z.infer<typeof palletSchema>;
