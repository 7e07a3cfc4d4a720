import type { Catalogue, CatalogueImage, PlatformFacts } from "./catalogue.js";
import { seed } from "./picture.js";
import template from "./templates/image.html.hbs";
import { countText, needRows, sizeText, timeText, versionsAt } from "./words.js";

/** Most sources and changes that a page names: the first stages have hundreds, and a page has to stay small. */
const most = 60;

/** The page of an image, without the frame that all pages have. @param picture its neighbours, as SVG. */
export function imagePage(catalogue: Catalogue, image: CatalogueImage, picture: string): string {
  const versions = versionsAt(image.history);
  return template({
    ...image,
    uses: useLines(catalogue, image),
    besides: besides(catalogue, image),
    published: catalogue.published,
    repository: catalogue.repository,
    chain: image.chain.map((name) => ({
      text: name === seed ? "365 bytes" : name,
      href: name === seed ? "../chain.html" : name === image.name ? undefined : `${name}.html`,
    })),
    aliases: image.aliases.join(", "),
    provides: image.provides.join(" "),
    entrypoint: image.entrypoint?.join(" "),
    dependents:
      image.dependents === 0
        ? "no other image"
        : `${countText(image.dependents, "image")}, at once or by way of others`,
    platforms: image.platforms.map((facts) => platformRow(catalogue, facts)),
    picture: picture.replace("<svg ", `<svg role="group" aria-label="${image.name} with its neighbours" `),
    needs: needRows(image.needs),
    users: needRows(image.users),
    checked: checkedText(image),
    sources: image.sources
      .slice(0, most)
      .map((source) => ({ ...source, size: source.size === undefined ? undefined : sizeText(source.size) })),
    unnamed: Math.max(0, image.sources.length - most) || undefined,
    hardening: hardeningText(image),
    tests: testsText(image),
    history: image.history.slice(0, most).map((change, index) => ({
      ...change,
      version: versions[index],
      day: change.date.slice(0, 10),
      digest: change.digest?.slice(0, 16),
    })),
  });
}

/** What one writes into a Containerfile, by digest where there is one, and by version: an image is laid over another, or begun with. */
function useLines({ repository }: Catalogue, { name, tag, platforms }: CatalogueImage) {
  const image = `${repository}/${name}`;
  const pinned = platforms.flatMap(({ platform, digest }) =>
    digest === undefined
      ? []
      : [{ how: `By digest (${platform}), the same bytes for ever`, is: `${image}@sha256:${digest}` }],
  );
  const named = tag === undefined ? { how: "By name", is: image } : { how: "By version", is: `${image}:${tag}` };
  return [...pinned, named].map(({ how, is }) => ({ how, copy: `COPY --from=${is} . /`, from: `FROM ${is} AS build` }));
}

/** Lines for what its files need beside them. A pallet has all of it. */
function besides({ repository, images }: Catalogue, { kind, atRunTime }: CatalogueImage) {
  if (kind === "pallet" || atRunTime.length === 0) return undefined;
  const tags = new Map(images.map(({ name, tag }) => [name, tag]));
  const lines = atRunTime.map((name) => {
    const tag = tags.get(name);
    return `COPY --from=${repository}/${name}${tag === undefined ? "" : `:${tag}`} . /`;
  });
  return { count: countText(lines.length, "image"), lines: lines.join("\n") };
}

const unknown = "not known: the image with this digest did not lie where these pages were made";

function platformRow({ policy }: Catalogue, facts: PlatformFacts) {
  return {
    ...facts,
    reproduced: facts.reproduced ?? "by nobody yet",
    signed: signedText(facts, policy !== undefined),
    size: facts.size === undefined ? unknown : `${sizeText(facts.size)} in ${countText(facts.layers ?? 0, "layer")}`,
    seconds: facts.seconds === undefined ? unknown : `${timeText(facts.seconds)} where these pages were made`,
  };
}

function signedText({ signatures }: PlatformFacts, hasPolicy: boolean): string {
  if (!hasPolicy) return "by nobody: there is no policy yet";
  if (signatures === undefined) return "not verified when these pages were made";
  const people = signatures.people.length === 0 ? "nobody" : signatures.people.join(", ");
  return `by ${people}; ${signatures.people.length} of ${signatures.needed} needed`;
}

/** A digest that came out twice was built from these bytes: the scripts check each before a build sees it. */
function checkedText({ platforms }: CatalogueImage): string {
  return platforms.some(({ digest }) => digest !== undefined)
    ? "Each file was checked against its sha256 before the builds that gave the digest above; no build has a network."
    : "Each file is checked against its sha256 before a build sees it. No digest says yet that somebody did that.";
}

function hardeningText({ protections, kind, stage, onStage3 }: CatalogueImage): string {
  if (protections.length > 0) return `Compiled with ${protections.join(", ")}, and as position-independent programs.`;
  if (kind === "pallet") return "A pallet compiles nothing: its members say what they have.";
  if (onStage3)
    return "Compiled by stage3 with the flags of its definition alone; the protections begin with what stands on stage4.";
  return stage === "bootstrap"
    ? "The bootstrap gives its compilers all flags itself; the protections begin with core."
    : "No recipe gives flags here: what is compiled, if anything, says so itself.";
}

function testsText({ skippedTests, tests }: CatalogueImage): string {
  const own =
    tests === 0
      ? "The image has no tests of its own."
      : `${countText(tests, "test")} ${tests === 1 ? "runs" : "run"} in the finished image.`;
  return skippedTests === undefined ? own : `${own} Upstream's tests are not run: ${skippedTests}.`;
}
