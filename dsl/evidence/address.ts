import { debianSnapshot, mirrors } from "../model/mirrors.js";
import type { TaggedSource } from "../sources/kinds.js";
import { addressesOf } from "../sources/source.js";

/** The first address of a source, its mirror alias resolved; undefined for the text of a seed, which lies in the repository. */
export function addressOf(source: TaggedSource): string | undefined {
  const [url] = addressesOf(source);
  if (url === undefined) return undefined;
  const [, alias, snapshot, path] = /^mirror:\/\/([a-z]+)(?:@([0-9TZ]+))?\/(.*)$/.exec(url) ?? [];
  if (alias === undefined) return url;
  const base: string = mirrors[alias as keyof typeof mirrors][0];
  return (snapshot === undefined ? base : base.replace(debianSnapshot, snapshot)) + path!;
}
