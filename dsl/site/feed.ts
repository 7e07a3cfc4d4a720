import { createHash } from "node:crypto";
import type { Catalogue, CatalogueImage, Change } from "./catalogue.js";
import template from "./templates/feed.xml.hbs";
import { changeText } from "./words.js";

/** A change and the image that it is of. */
export interface News {
  readonly name: string;
  readonly change: Change;
}

/** What changed last in any image, the newest first; images in byte order within a commit. @param onlyVersions leaves out digests. */
export function news(images: readonly CatalogueImage[], count: number, onlyVersions = false): News[] {
  return images
    .flatMap(({ name, history }) => history.map((change) => ({ name, change })))
    .filter(({ change }) => !onlyVersions || change.version !== undefined)
    .sort((a, b) =>
      a.change.date === b.change.date ? (a.name < b.name ? -1 : 1) : a.change.date < b.change.date ? 1 : -1,
    )
    .slice(0, count);
}

/** The feed of new versions (RFC 4287). Its times are those of commits, so the same history gives the same bytes. */
export function feed({ images, repository, address }: Catalogue): string {
  const found = news(images, 50, true);
  return template({
    id: urn(repository),
    updated: found[0]?.change.date ?? "1970-01-01T00:00:00Z",
    address,
    entries: found.map(({ name, change }) => ({
      title: `${name} ${changeText(change)}`,
      id: urn(`${repository}/${name} ${change.commit}`),
      updated: change.date,
      href: `${address ?? ""}images/${name}.html`,
      summary: change.subject,
    })),
  });
}

/** A name for something, always the same (RFC 9562, section 5.8: version 8, of a hash). */
function urn(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
