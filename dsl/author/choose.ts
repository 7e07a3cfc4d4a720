import type { Graph } from "../graph/graph.js";
import type { DefinitionFile } from "../load/discover.js";
import { versionForm, versionRule } from "../model/version.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { chooseGround, type Ground } from "./base.js";
import type { Findings } from "./inspect.js";
import type { Draft } from "./draft.js";
import { recipeNames, type Recognised } from "./recognise.js";

/** A definition that is to be written. */
export type Target = Omit<DefinitionFile, "text">;

/** What the author decides; everything else comes from the archive. */
export interface Wishes {
  readonly license?: string;
  readonly description?: string;
  readonly website?: string;
  readonly recipe?: string;
  readonly base?: string;
  readonly buildDep?: readonly string[];
}

/** A way to build the package. */
export interface Build {
  readonly recognised: Recognised;
  readonly ground: Ground;
}

/** @throws Error when a version given by hand is none, before anything is fetched for it. */
export function checkVersion(version: string): void {
  if (!versionForm.test(version)) throw new Error(`${JSON.stringify(version)} is no version: it ${versionRule}`);
}

/** The end of `defs new` for want of something. */
export function problem(code: "E701" | "E702", target: Target, message: string, hint: string): DiagnosticsError {
  return new DiagnosticsError([{ code, file: target.file, message, hint }], 1);
}

/**
 * The recipe, the base and the packages beside it: the first of the archive's build systems that the tree has tools for.
 * @param unpacking commands that unpack the source. @throws DiagnosticsError (E702) with all that is missing.
 */
export function chooseBuild(
  graph: Graph,
  target: Target,
  unpacking: readonly string[],
  findings: Findings,
  wishes: Wishes,
): Build {
  const candidates =
    wishes.recipe === undefined
      ? findings.recognised
      : [findings.recognised.find(({ recipe }) => recipe === wishes.recipe) ?? asked(wishes.recipe)];
  if (candidates.length === 0) {
    throw problem(
      "E702",
      target,
      `no build system was recognised in the top folder of the archive, which holds ${findings.top}`,
      `name the recipe with --recipe: ${recipeNames.join(", ")}.`,
    );
  }
  const given = { ...(wishes.base && { base: wishes.base }), ...(wishes.buildDep && { buildDeps: wishes.buildDep }) };
  const tried = candidates.map((recognised) => ({
    recognised,
    ground: chooseGround(graph, target.stage, ["sh", ...unpacking, ...recognised.tools], given),
  }));
  const fitting = tried.find(({ ground }) => ground !== undefined && ground.missing.length === 0);
  if (fitting !== undefined) return { recognised: fitting.recognised, ground: fitting.ground! };
  const lacks = tried.map(
    ({ recognised, ground }) =>
      `${recognised.recipe} (for ${recognised.file}) lacks ${ground === undefined ? "a base with a shell" : ground.missing.join(", ")}`,
  );
  throw problem(
    "E702",
    target,
    `nothing in this tree can build it: ${lacks.join("; ")}`,
    "define what brings it first, or say so in `provides` of the package that has it.",
  );
}

/** A recipe that the author named and of which the archive shows no sign: the compiler tells what it lacks. */
function asked(recipe: string): Recognised {
  return { recipe, options: "", file: "--recipe", tools: [] };
}

/** Licence, description and home page; what is neither given nor told for certain is asked for, all at once (E702). */
export function chooseWords(
  target: Target,
  findings: Findings,
  wishes: Wishes,
): Pick<Draft, "license" | "description" | "website"> {
  const license = wishes.license ?? findings.license;
  const description = wishes.description ?? findings.metadata.description;
  const website = wishes.website ?? findings.metadata.website;
  if (license !== undefined && description !== undefined && website !== undefined)
    return { license, description, website };
  const missing = [
    ...(license === undefined ? [`--license EXPRESSION (${findings.licenseHint})`] : []),
    ...(description === undefined ? ["--description TEXT"] : []),
    ...(website === undefined ? ["--website ADDRESS"] : []),
  ];
  throw problem(
    "E702",
    target,
    "the archive does not say everything that a definition says",
    `add ${missing.join(", and ")}.`,
  );
}

/** The licence files, if the build has `install`, which puts them into the image. */
export function keptLicenses(
  graph: Graph,
  target: Target,
  findings: Findings,
  { base, buildDeps }: Ground,
): readonly string[] {
  const ground = chooseGround(graph, target.stage, ["install"], {
    base: base.name,
    buildDeps: buildDeps.map(({ name }) => name),
  })!;
  return ground.missing.length === 0 && ground.buildDeps.length === buildDeps.length ? findings.licenseFiles : [];
}
