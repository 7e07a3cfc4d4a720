import { debianSnapshot, mirrors } from "../model/mirrors.js";
import { versionForm } from "../model/version.js";
import { upstreamVersion } from "./versions/debian-version.js";

/** Functions of the language that make an address of a mirror, by alias. */
const helpers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(mirrors).map((alias) => [alias, alias])),
  go: "goModule",
};

const debianPool = /^https?:\/\/(?:deb|ftp\.[a-z]+|ftp)\.debian\.org\/debian\/(.+)$/;
const debianMoment = /^https?:\/\/snapshot\.debian\.org\/archive\/debian\/(\d{8}T\d{6}Z)\/(.+)$/;

/**
 * An address as definitions write it: by its mirror alias where it has one, or where `alias:path` names it, as `debian:pool/…`. A name of
 * another protocol or server stays as it is.
 */
export function withAlias(url: string): string {
  const [, named, path] = /^([a-z]+):(?!\/\/)(.+)$/.exec(url) ?? [];
  if (named !== undefined && Object.hasOwn(mirrors, named)) return `mirror://${named}/${path!}`;
  const [pool, moment] = [debianPool.exec(url), debianMoment.exec(url)];
  if (pool !== null) return `mirror://debian/${pool[1]!}`;
  if (moment !== null) return `mirror://debian${moment[1] === debianSnapshot ? "" : `@${moment[1]!}`}/${moment[2]!}`;
  for (const [alias, bases] of Object.entries(mirrors)) {
    const base = bases.find((one) => url.startsWith(one));
    if (base !== undefined && url.length > base.length) return `mirror://${alias}/${url.slice(base.length)}`;
  }
  return url;
}

/** An address as the text of a definition, with the function of the language that it uses, if any. */
export interface AddressText {
  readonly code: string;
  readonly helper?: string;
}

/** Writes an address with `${version}` in the place of the version, if that is a constant. */
export function addressText(url: string, version: string | undefined): AddressText {
  const [, alias, moment, path] = /^mirror:\/\/([a-z]+)(?:@(\w+))?\/(.+)$/.exec(url) ?? [];
  const helper = alias === undefined ? undefined : helpers[alias];
  if (helper === undefined) return { code: template(url, version) };
  return {
    helper,
    code: `${helper}(${template(path!, version)}${moment === undefined ? "" : `, { snapshot: "${moment}" }`})`,
  };
}

/** A text as a string literal, or as a template when it holds the version and that is a constant. */
export function template(text: string, version: string | undefined): string {
  const parts = version === undefined ? [text] : splitAtVersion(text, version);
  if (parts.length === 1) return JSON.stringify(text);
  return `\`${parts.map((part) => part.replace(/[`\\]|\$\{/g, "\\$&")).join("${version}")}\``;
}

/** The parts of a text around every place where the version stands by itself: `1.2` is no part of `11.2` or `1.2.3`. */
export function splitAtVersion(text: string, version: string): string[] {
  const literal = version.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // A single number behind a word belongs to that: python3, lib64. Only v3 is a version.
  const alone = /^\d+$/.test(version) ? "(?<![A-UW-Za-uw-z]|[A-Za-z][A-Za-z])" : "";
  return text.split(new RegExp(`(?<![0-9]|[0-9]\\.)${alone}${literal}(?![0-9]|\\.[0-9])`));
}

/**
 * The version that a file name tells, or undefined: also where several parts of it could be one, such as `font-2-1.0`. Numbers behind a
 * dotted version belong to it: `ImageMagick-7.1.1-47`. A Debian archive is called `<name>_<version>.orig.tar.xz`, with a repack's mark behind the version (Debian policy, section 5.6.12).
 */
export function versionInAddress(url: string): string | undefined {
  const path = url.replace(/[?#].*$/, "");
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:tar(?:\.\w+)?|tgz|tbz2|txz|zip|crate)$/, "");
  const debian = /^[a-z0-9][a-z0-9+.-]+_([^_]+)\.orig(?:-[a-z0-9-]+)?$/.exec(file)?.[1];
  const found = debian === undefined ? versionInName(file) : upstreamVersion(debian.replace(/%2B/gi, "+"));
  return found !== undefined && versionForm.test(found) && !isDoubtful(found) ? found : undefined;
}

/** Words behind a version, as in `1.2.3_amd64` and `16.02_src_all`, mostly are no part of it; a mark of its own is, as in `1.2.3rc1`. */
function isDoubtful(version: string): boolean {
  const word = /[._](?!(?:alpha|beta|dev|git|post|pre|rc)[\d.]*(?:$|[._+~-]))[A-Za-z]{2,}/i;
  return word.test(version.replace(/[+~].*/, "")) || /\.\.|[^A-Za-z0-9]$/.test(version);
}

function versionInName(file: string): string | undefined {
  const marked = /(?:^|[-_])v?(\d[A-Za-z0-9.+~_]*(?:-(?:alpha|beta|rc|pre)[.-]?\d*)?)$/.exec(file)?.[1];
  const parts = file.split("-");
  const first = parts.findIndex((part) => /^v?\d+(?:[._]\d+)*[a-z]?\d*$/.test(part));
  if (marked === undefined || first < 0 || first === parts.length - 1)
    return marked ?? /(\d+(?:\.\d+)+)$/.exec(file)?.[1];
  const whole = parts.slice(first).join("-").replace(/^v/, "");
  if (whole === marked) return marked;
  return /^\d+(?:[._]\d+)+[a-z]?\d*(?:-\d+)+$/.test(whole) ? whole : undefined;
}
