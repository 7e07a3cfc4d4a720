import type { Catalogue, CatalogueImage } from "./catalogue.js";
import { feed, imageFeed, latest, type News, news } from "./feed.js";
import { imagePage } from "./image-page.js";
import { bootstrapStage, chainPicture, neighbourhood } from "./picture.js";
import script from "./browser/search.browser.js";
import chain from "./templates/chain.html.hbs";
import home from "./templates/home.html.hbs";
import languages from "./templates/languages.html.hbs";
import layout from "./templates/layout.html.hbs";
import policy from "./templates/policy.html.hbs";
import releases from "./templates/releases.html.hbs";
import stagePage from "./templates/stage.html.hbs";
import style from "./templates/style.css.hbs";
import { countText, stageWords } from "./words.js";

/** Draws what is written in the language of Graphviz, as an `<svg>` element. */
export type Draw = (dot: string) => Promise<string>;

/**
 * All files of the site by their path in its folder. They ask nobody for anything, and the same catalogue gives the same bytes.
 * Everything but the search works without scripts.
 */
export async function renderSite(catalogue: Catalogue, draw: Draw): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const stages = [...new Set(catalogue.images.map(({ stage }) => stage))];
  const page = (path: string, title: string, summary: string, body: string): void =>
    void files.set(path, frame(stages, path, title, summary, body));
  page(
    "index.html",
    "Stagex: images from source",
    "Reproducible images of open source toolchains.",
    homePage(catalogue, stages),
  );
  for (const stage of stages)
    page(`${stage}.html`, `${stage} - Stagex`, stageWords[stage] ?? stage, stageBody(catalogue, stage));
  for (const image of catalogue.images) {
    const body = imagePage(catalogue, image, await draw(neighbourhood(image)));
    page(`images/${image.name}.html`, `${image.name} - Stagex`, image.description, body);
    files.set(`images/${image.name}.xml`, imageFeed(catalogue, image));
  }
  page("chain.html", "The chain - Stagex", "From 365 bytes to your image.", await chainPage(catalogue, draw));
  page("policy.html", "Policy - Stagex", "Who signs, and how many have to.", policy({ policy: policyView(catalogue) }));
  page(
    "releases.html",
    "Releases - Stagex",
    "Releases and new versions.",
    releases({ releases: catalogue.releases, changes: changeRows(news(catalogue.images, true).slice(0, 50)) }),
  );
  page(
    "languages.html",
    "Languages - Stagex",
    "Where each compiler comes from.",
    languages({ text: catalogue.languages }),
  );
  return files
    .set("style.css", style({}))
    .set("search.js", script)
    .set("search.json", `${JSON.stringify(catalogue.images.map(searchRow))}\n`)
    .set(
      "images.json",
      `${JSON.stringify({ schema: 1, repository: catalogue.repository, images: catalogue.images })}\n`,
    )
    .set("feed.xml", feed(catalogue));
}

function searchRow({ name, version, description, license, provides }: CatalogueImage): string[] {
  return [name, version ?? "", description, license, provides.join(" ")];
}

/** What every page has around its body. @param path of the page, which is marked among the links. */
function frame(stages: readonly string[], path: string, title: string, summary: string, body: string): string {
  const places = [...stages, "chain", "policy", "releases", "languages"];
  const at = path.startsWith("images/") ? `${path.slice(7, path.indexOf("-"))}.html` : path;
  return layout({
    title,
    summary,
    body,
    root: path.includes("/") ? "../" : "",
    feed: path.startsWith("images/") ? path.slice(7).replace(/html$/, "xml") : undefined,
    links: places.map((place) => ({ href: `${place}.html`, text: place, current: `${place}.html` === at })),
  });
}

function homePage({ images, repository, published }: Catalogue, stages: readonly string[]): string {
  const compiler =
    images.find(({ name }) => name === "pallet-gcc") ?? images.find(({ kind }) => kind === "pallet") ?? images[0];
  return home({
    stages: stages.map((stage) => ({
      stage,
      count: countText(images.filter((image) => image.stage === stage).length, "image"),
      about: stageWords[stage] ?? "",
    })),
    example: `FROM ${repository}/${compiler?.name ?? "pallet-gcc"} AS build\nCOPY --from=${repository}/core-zlib . /`,
    published,
    changes: changeRows(latest(news(images)).slice(0, 10)),
  });
}

function changeRows(found: readonly News[]) {
  return found.map(({ name, change, what }) => ({ name, date: change.date, day: change.date.slice(0, 10), what }));
}

function stageBody({ images }: Catalogue, stage: string): string {
  const mine = images.filter((image) => image.stage === stage);
  return stagePage({
    stage,
    about: stageWords[stage] ?? "",
    count: countText(mine.length, "image"),
    reproduced: mine.filter(isReproduced).length,
    images: mine.map(({ name, version, description, license, platforms }) => ({
      name,
      short: name.slice(stage.length + 1),
      version,
      description,
      license: shortLicense(license),
      state: stateOf({ platforms }),
      platforms: platforms.map(({ platform }) => platform.replace("linux/", "")).join(", "),
    })),
  });
}

async function chainPage(catalogue: Catalogue, draw: Draw): Promise<string> {
  const picture = await draw(chainPicture(catalogue));
  const bootstrap = catalogue.images.filter(({ stage }) => stage === "bootstrap");
  return chain({
    picture: picture.replace("<svg ", '<svg role="group" aria-label="The bootstrap from the seed up" '),
    stages: [...new Set(bootstrap.map(({ name }) => bootstrapStage(name)))].map((id) => ({
      id,
      title: id.replace("bootstrap-", ""),
      images: bootstrap.filter(({ name }) => bootstrapStage(name) === id).map(linkRow),
    })),
  });
}

function linkRow({ name, version, description, platforms }: CatalogueImage) {
  return { name, short: name.replace("bootstrap-", ""), version, description, state: stateOf({ platforms }) };
}

function isReproduced({ platforms }: Pick<CatalogueImage, "platforms">): boolean {
  return platforms.some(({ digest }) => digest !== undefined);
}

function stateOf(image: Pick<CatalogueImage, "platforms">): string {
  return isReproduced(image) ? "built twice" : "none yet";
}

/** A pallet has the licences of all of its members: in a table their number says enough. */
function shortLicense(license: string): string {
  const parts = license.split(" AND ");
  return parts.length > 3 ? `${parts.length} licences` : license;
}

function policyView({ policy: facts }: Catalogue) {
  if (facts === undefined) return undefined;
  return {
    ...facts,
    state: facts.trusted
      ? "It was verified when these pages were made."
      : "It was read, not verified, when these pages were made.",
  };
}
