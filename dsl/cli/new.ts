import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { Option, type Command } from "commander";
import { versionInAddress, withAlias } from "../author/address.js";
import { openArchive, type Archive } from "../author/archive.js";
import { usualRunDeps } from "../author/base.js";
import {
  checkVersion,
  chooseBuild,
  chooseWords,
  keptLicenses,
  problem,
  type Target,
  type Wishes,
} from "../author/choose.js";
import { draftDefinition, type Draft } from "../author/draft.js";
import { learn, type Learnt } from "../author/fetch.js";
import { inspect, type Findings } from "../author/inspect.js";
import { recipeNames, type Recognised } from "../author/recognise.js";
import type { Graph } from "../graph/graph.js";
import { definitionPlace } from "../load/discover.js";
import { writeNewFile } from "../load/files.js";
import { storePath } from "../load/place.js";
import { archiveTools } from "../model/archive.js";
import { mirrors } from "../model/mirrors.js";
import { stages } from "../model/platform.js";
import { didYouMean, unknownImage } from "../report/suggest.js";
import { differently } from "../scan/alike.js";
import { compile } from "./pipeline.js";
import { compileWith } from "./trial.js";

interface Options extends Wishes {
  readonly url: string;
  readonly mirror?: readonly string[];
  readonly as?: string;
  readonly runDep?: readonly string[];
  readonly print?: true;
}

/** `defs new`. */
export function register(program: Command): void {
  program
    .command("new")
    .description("write the definition of a package from the archive at an address")
    .argument("<image>", `<stage>/<name>, such as core/zlib; stages are ${stages.slice(0, 3).join(", ")}`)
    .requiredOption("--url <address>", "the source archive; an address of a known mirror is written by its alias")
    .option("--mirror <addresses...>", "other addresses of the same bytes")
    .option("--as <version>", "the version, when the address does not tell it")
    .option("--license <expression>", "SPDX expression, when the archive does not tell it for certain")
    .option("--description <text>", "one line, when the archive has none")
    .option("--website <address>", "home page, when the archive names none")
    .addOption(
      new Option("--recipe <name>", "the recipe, instead of the one that the archive suggests").choices(recipeNames),
    )
    .option("--base <image>", "the image that the build starts from, instead of the one that fits best")
    .option("--build-dep <images...>", "what the build needs beside the base")
    .option(
      "--run-dep <images...>",
      "what the built files need at run time, instead of what nearly all packages of the recipe need",
    )
    .option("--print", "write the definition to stdout and change nothing")
    .action(async (image: string, options: Options) =>
      create(resolve(program.opts<{ root: string }>().root), image, options),
    );
}

async function create(root: string, image: string, options: Options): Promise<void> {
  const target = targetOf(root, image);
  const { graph } = await compile(root);
  for (const name of [options.base ?? [], options.buildDep ?? [], options.runDep ?? []].flat()) known(graph, name);
  const url = secure(withAlias(options.url));
  const version = versionOf(url, options.as);
  const learnt = (await learn([url])).get(url);
  if (learnt === undefined)
    throw problem(
      "E701",
      target,
      `cannot get ${url}`,
      "see the reasons above; STAGEX_MIRROR_<ALIAS> names other servers of an alias.",
    );
  const { archive, findings } = await look(target, learnt);
  const name = archiveName(url, target, version, learnt);
  const { recognised, ground } = chooseBuild(graph, target, archiveTools(name)!, findings, options);
  const draft: Draft = {
    target,
    version,
    ...chooseWords(target, findings, options),
    source: sourceOf(url, name, archive, options, learnt),
    licenseFiles: keptLicenses(graph, target, findings, ground),
    recipe: recognised.recipe,
    options: recognised.options,
    base: ground.base,
    buildDeps: ground.buildDeps,
    runDeps:
      options.runDep?.map((name) => graph.definitions.get(name)!) ??
      usualRunDeps(graph, ground.base, recognised.recipe),
  };
  const text = draftDefinition(draft);
  await compileWith(root, target.file, text);
  if (options.print) process.stdout.write(text);
  else writeNew(root, target, text);
  process.stderr.write(account(target, draft, recognised, findings, options));
}

/** Another `defs new` may have written it since this one looked. */
function writeNew(root: string, target: Target, text: string): void {
  try {
    writeNewFile(join(root, target.file), text);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? isThere(target) : error;
  }
}

function isThere(target: Target): Error {
  return new Error(`${target.file} is there already; \`defs bump ${target.name} VERSION\` gives it another version`);
}

function targetOf(root: string, image: string): Target {
  const target = definitionPlace(image.includes("/") ? image : image.replace("-", "/"));
  if (target === undefined || target.stage === "pallet") {
    throw new Error(
      `'${image}' is not <stage>/<name>, such as core/zlib; stages are ${stages.slice(0, 3).join(", ")}, names are lower-case letters, digits and single . _ - between them`,
    );
  }
  if (existsSync(join(root, target.file))) throw isThere(target);
  return target;
}

function known(graph: Graph, name: string): void {
  if (!graph.definitions.has(name)) throw new Error(unknownImage(name, graph.definitions.keys()));
}

function secure(url: string): string {
  const [, alias] = /^mirror:\/\/([^/@]*)/.exec(url) ?? [];
  if (alias !== undefined && !Object.hasOwn(mirrors, alias)) {
    throw new Error(
      `no mirror is called '${alias}'; ${didYouMean(alias, Object.keys(mirrors)) || `they are ${Object.keys(mirrors).join(", ")}`}`,
    );
  }
  if (/^(?:https|mirror):\/\//.test(url)) return url;
  throw new Error(
    `'${url}' is no https address and no mirror alias; plain http is only for mirrors that STAGEX_MIRROR_<ALIAS> names`,
  );
}

function versionOf(url: string, given: string | undefined): string {
  const version = given ?? versionInAddress(url);
  if (version === undefined) throw new Error(`the address does not tell the version; give it with --as`);
  checkVersion(version);
  return version;
}

/** What tools unpack differently in an archive. */
class Unlike extends Error {}

async function look(target: Target, learnt: Learnt): Promise<{ archive: Archive; findings: Findings }> {
  try {
    const archive = await openArchive(storePath(learnt.sha256));
    const unlike = await differently(storePath(learnt.sha256), archive.strip);
    if (unlike !== undefined) throw new Unlike(unlike);
    return { archive, findings: await inspect(archive, learnt.url) };
  } catch (error) {
    if (error instanceof Unlike)
      throw problem(
        "E702",
        target,
        `what ${learnt.url} gave ${error.message}, which GNU's tools and busybox's unpack differently`,
        "name another archive of it, or leave it packed with `extract: false` and take out what the build needs.",
      );
    throw problem(
      "E702",
      target,
      `what ${learnt.url} gave is no archive that can be read: ${(error as Error).message}`,
      "a page that a browser shows, or a download that was cut, is not the file itself: give the address of the archive.",
    );
  }
}

/** What files are called that begin so; GNU's and busybox's tar both look at the bytes. */
const endings: readonly (readonly [magic: string, ending: string])[] = [
  ["\x1f\x8b", "tar.gz"],
  ["BZh", "tar.bz2"],
  ["\xfd7zXZ\0", "tar.xz"],
  ["\x28\xb5\x2f\xfd", "tar.zst"],
  ["LZIP", "tar.lz"],
  ["PK", "zip"],
];

/** How the name of an archive ends, by its content. */
function endingOf(path: string): string {
  const [file, start] = [openSync(path, "r"), Buffer.alloc(6)];
  readSync(file, start);
  closeSync(file);
  return endings.find(([magic]) => start.toString("latin1").startsWith(magic))?.[1] ?? "tar";
}

/** The name under which a build sees the archive: that of its address where it tells how to unpack it, else one that does. */
function archiveName(url: string, target: Target, version: string, { sha256 }: Learnt): string {
  const plain = fileName(url).replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9._+~-]/g, "-");
  const ending = endingOf(storePath(sha256));
  const wanted = archiveTools(`x.${ending}`)!.join(" ");
  if (archiveTools(plain)?.join(" ") === wanted) return plain;
  return `${target.name.slice(target.stage.length + 1)}-${version}.${ending}`;
}

function fileName(url: string): string {
  const path = url.replace(/[?#].*$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A name that is not that of the address, or stands behind a query, is written out. */
function sourceOf(
  url: string,
  name: string,
  archive: Archive,
  options: Options,
  { sha256, size }: Learnt,
): Draft["source"] {
  const named = name === fileName(url) && !/[?#]/.test(url) ? {} : { name };
  return { url, mirrors: (options.mirror ?? []).map(withAlias), sha256, size, strip: archive.strip, ...named };
}

/** Why of all recipes that would do this one was taken. */
function reason(recognised: Recognised, findings: Findings): string {
  const others = findings.recognised
    .filter(({ recipe }) => recipe !== recognised.recipe)
    .map(({ recipe, file }) => `${file} (${recipe})`);
  if (others.length === 0) return `for ${recognised.file}`;
  return `for ${recognised.file}, before ${others.join(", ")}: a language's own build comes first, then what needs the fewest tools and finds them in this tree`;
}

/** What was decided and why, and what the author does next. */
function account(target: Target, draft: Draft, recognised: Recognised, findings: Findings, options: Options): string {
  return [
    `${options.print ? "drafted" : "wrote"} ${target.file}: ${draft.version}, recipe ${recognised.recipe} ${options.recipe === undefined ? reason(recognised, findings) : "as asked for"}`,
    `  source   ${draft.source.sha256} ${draft.source.size} bytes, seen from here only: compare it with upstream's own signature or hash`,
    `  licence  ${draft.license}${options.license === undefined ? `, the exact text of ${findings.licenseFiles[0]!}` : ""}`,
    `  base     ${draft.base.name}${draft.buildDeps.length > 0 ? ` with ${draft.buildDeps.map(({ name }) => name).join(", ")}` : ""}`,
    ...(options.runDep === undefined && draft.runDeps.length > 0
      ? [
          `  needs    ${draft.runDeps.map(({ name }) => name).join(", ")} at run time, as nine of ten packages of this recipe do`,
        ]
      : []),
    ...(recognised.note === undefined ? [] : [`  note     ${recognised.note}`]),
    ...(options.print ? [] : [`next: read it, then \`defs compile\` and \`make ${target.name}\``]),
    "",
  ].join("\n");
}
