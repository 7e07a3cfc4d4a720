import { debianSnapshot, mirrors } from "../model/mirrors.js";
import type { Source, VendoredFile } from "../model/source.js";

/** The first address of a source, its mirror alias resolved; undefined for the text of a seed, which lies in the repository. */
export function addressOf(source: Source | VendoredFile): string | undefined {
  if ("seed" in source) return undefined;
  const [, alias, snapshot, path] = /^mirror:\/\/([a-z]+)(?:@([0-9TZ]+))?\/(.*)$/.exec(source.url) ?? [];
  if (alias === undefined) return source.url;
  const base: string = mirrors[alias as keyof typeof mirrors][0];
  return (snapshot === undefined ? base : base.replace(debianSnapshot, snapshot)) + path!;
}
