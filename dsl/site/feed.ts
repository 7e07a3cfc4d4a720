import { createHash } from "node:crypto";
import type { Catalogue, CatalogueImage, Change } from "./catalogue.js";
import template from "./templates/feed.xml.hbs";
import { changeText } from "./words.js";

/** A change, the image that it is of, and what happened in words. */
export interface News {
  readonly name: string;
  readonly change: Change;
  readonly what: string;
}

/** Every change of images, the newest first; images in byte order within a commit. @param onlyVersions leaves out digests. */
export function news(images: readonly CatalogueImage[], onlyVersions = false): News[] {
  return images
    .flatMap(({ name, history }) =>
      history.map((change, index) => ({ name, change, what: changeText(change, history.slice(index + 1)) })),
    )
    .filter(({ change }) => !onlyVersions || change.version !== undefined)
    .sort((a, b) =>
      a.change.date === b.change.date ? (a.name < b.name ? -1 : 1) : a.change.date < b.change.date ? 1 : -1,
    );
}

/** The first of each image alone. */
export function latest(found: readonly News[]): News[] {
  const seen = new Set<string>();
  return found.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** The feed of new versions of all images (RFC 4287). Its times are those of commits, so the same history gives the same bytes. */
export function feed(catalogue: Catalogue): string {
  return atom(catalogue, "new versions", "feed.xml", "index.html", news(catalogue.images, true).slice(0, 50));
}

/** The feed of one image, for whoever pins it: new versions and digests. */
export function imageFeed(catalogue: Catalogue, image: CatalogueImage): string {
  const { name } = image;
  return atom(catalogue, name, `images/${name}.xml`, `images/${name}.html`, news([image]).slice(0, 50));
}

/** @param path of the feed on the site. @param page that it tells of. */
function atom({ repository, address }: Catalogue, title: string, path: string, page: string, found: News[]): string {
  const root = address ?? (path.includes("/") ? "../" : "");
  return template({
    title,
    id: urn(path === "feed.xml" ? repository : `${repository} ${path}`),
    updated: found[0]?.change.date ?? "1970-01-01T00:00:00Z",
    self: address && `${address}${path}`,
    page: `${root}${page}`,
    entries: found.map(({ name, change, what }) => ({
      title: `${name}: ${what}`,
      id: urn(`${repository}/${name} ${change.commit}`),
      updated: change.date,
      href: `${root}images/${name}.html`,
      summary: change.subject,
    })),
  });
}

/** A name for something, always the same (RFC 9562, section 5.8: version 8, of a hash). */
function urn(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
