import type { mirrors } from "../model/mirrors.js";

/** What an archive or an address says of its program; a field is missing when neither does. */
export interface Metadata {
  readonly description?: string;
  readonly website?: string;
  /** The licence that upstream names in a file for programs: a hint for the author, no proof. */
  readonly license?: string;
}

/** Files that describe a program to other programs. */
export function isDescribing(path: string): boolean {
  return /^(?:Cargo\.toml|pyproject\.toml|package\.json|META\.json|PKG-INFO|[^/]+\.pc(?:\.in)?)$/.test(path);
}

/** Reads descriptions from the files of an archive; the first that says something counts. */
export function readMetadata(texts: ReadonlyMap<string, string>): Metadata {
  const found = [...texts].flatMap(([path, text]): Metadata[] => {
    if (path === "configure") return [fromConfigure(text)];
    if (!isDescribing(path)) return [];
    return [path.endsWith(".json") ? fromJson(text) : path.endsWith(".toml") ? fromToml(text) : fromFields(text)];
  });
  const first = (field: keyof Metadata): string | undefined =>
    found.map((item) => item[field]).find((value) => value !== undefined);
  const [description, website, license] = [tidy(first("description")), secure(first("website")), first("license")];
  return { ...(description && { description }), ...(website && { website }), ...(license && { license }) };
}

/** META.json of CPAN (CPAN::Meta::Spec) and package.json of npm. */
function fromJson(text: string): Metadata {
  try {
    const { abstract, description, homepage, resources, license } = JSON.parse(text) as Record<string, unknown>;
    const site = homepage ?? (resources as { homepage?: unknown } | undefined)?.homepage;
    return strings({ description: abstract ?? description, website: site, license });
  } catch {
    return {}; // A file of that name that is something else.
  }
}

/** The keys of [package] (Cargo book, "The Manifest Format") and [project] (PEP 621). */
function fromToml(text: string): Metadata {
  const table = /^\s*\[(?:package|project)\]([\s\S]*?)(?=^\s*\[(?!project\.urls)|(?![\s\S]))/m.exec(text)?.[1] ?? "";
  const one = (key: string): RegExpExecArray | null =>
    new RegExp(`^\\s*"?${key}"?\\s*=\\s*(?:"([^"\\\\\\n]*)"|'([^'\\n]*)')`, "mi").exec(table);
  const value = (...keys: string[]): unknown =>
    keys
      .map(one)
      .map((match) => match?.[1] ?? match?.[2])
      .find((found) => found !== undefined);
  return strings({
    description: value("description"),
    website: value("homepage", "repository", "source"),
    license: value("license"),
  });
}

/** `Name: value` lines: pkg-config files and PKG-INFO (Core metadata specifications). */
function fromFields(text: string): Metadata {
  const value = (name: string): unknown => new RegExp(`^${name}: *(\\S.*)$`, "m").exec(text)?.[1];
  return strings({
    description: value("Summary") ?? value("Description"),
    website: value("Home-page") ?? value("URL"),
    license: value("License-Expression"),
  });
}

/** The address that AC_INIT gave (Autoconf manual, section "Initializing configure"). */
function fromConfigure(text: string): Metadata {
  return strings({ description: undefined, website: /^PACKAGE_URL='([^']+)'/m.exec(text)?.[1], license: undefined });
}

/** What is no text, or text that the build fills in, says nothing. */
function strings(values: Readonly<Record<keyof Metadata, unknown>>): Metadata {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => typeof value === "string" && value.trim() !== "" && !/@\w+@|\$\{/.test(value),
    ),
  );
}

/** A description as definitions have it: one line without a full stop that begins with a capital. */
function tidy(text: string | undefined): string | undefined {
  const line = text
    ?.replace(/\s+/g, " ")
    .trim()
    .replace(/\.+$/, "")
    .replace(/^(?:an?|the) /i, "");
  return line && line[0]!.toUpperCase() + line.slice(1);
}

function secure(address: string | undefined): string | undefined {
  const url = address?.trim().replace(/^http:/, "https:");
  return url !== undefined && /^https:\/\/[^\s"'<>]+$/.test(url) ? url : undefined;
}

type Pages = Readonly<Partial<Record<keyof typeof mirrors, (path: string) => string | undefined>>>;

const [segment, stem] = [
  (path: string, index: number) => path.split("/")[index],
  (path: string) => /([^/]+?)[-_]v?\d[^/]*$/.exec(path)?.[1],
];
const withName =
  (address: string) =>
  (path: string): string | undefined =>
    stem(path) === undefined ? undefined : `${address}${stem(path)!}`;

/** Pages that every project of a site has. */
const pages: Pages = {
  cpan: withName("https://metacpan.org/dist/"),
  crates: (path) => `https://crates.io/crates/${segment(path, 0)!}`,
  github: (path) => `https://github.com/${segment(path, 0)!}/${segment(path, 1)!}`,
  gnu: (path) => `https://www.gnu.org/software/${segment(path, 0)!}/`,
  npm: (path) => `https://www.npmjs.com/package/${path.split("/-/", 1)[0]!}`,
  pypi: withName("https://pypi.org/project/"),
  savannah: (path) => `https://savannah.nongnu.org/projects/${segment(path, 0)!}`,
  sourceforge: (path) => `https://sourceforge.net/projects/${segment(path, 0)!}/`,
};

/** The page of the project that a mirror address belongs to, where its site gives every project one. */
export function projectPage(url: string): string | undefined {
  const [, alias, path] = /^mirror:\/\/([a-z]+)\/(.*)$/.exec(url) ?? [];
  return path === undefined ? undefined : pages[alias as keyof typeof mirrors]?.(path);
}
