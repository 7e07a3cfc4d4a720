/**
 * When the Debian snapshot archive is asked for a source without a timestamp of its own, it answers as of this moment.
 * A source that the archive held only at another time gives that time itself: `debian(path, { snapshot })`.
 */
export const debianSnapshot = "20261101T000000Z";

/** Addresses behind each alias, tried in order; scripts/fetch reads them from generated/mirrors.txt. */
export const mirrors = {
  cpan: ["https://cpan.metacpan.org/", "https://www.cpan.org/"],
  crates: ["https://static.crates.io/crates/"],
  debian: [`https://snapshot.debian.org/archive/debian/${debianSnapshot}/`],
  github: ["https://github.com/"],
  gnu: ["https://ftp.gnu.org/gnu/", "https://ftpmirror.gnu.org/"],
  go: ["https://proxy.golang.org/"],
  kernel: ["https://cdn.kernel.org/pub/", "https://www.kernel.org/pub/"],
  // The registry that npm itself asks, by its other name.
  npm: ["https://registry.yarnpkg.com/"],
  pypi: ["https://files.pythonhosted.org/packages/"],
  savannah: ["https://download.savannah.nongnu.org/releases/"],
  sourceforge: ["https://downloads.sourceforge.net/project/", "https://master.dl.sourceforge.net/project/"],
} as const;

/** Name of a group of servers that hold the same files. */
export type MirrorAlias = keyof typeof mirrors;

const from = (alias: MirrorAlias) => (path: string) => `mirror://${alias}/${path}`;

/** A file of the Comprehensive Perl Archive Network, by its path below `/`. */
export const cpan = from("cpan");
/** A crate archive, such as `serde/serde-1.0.0.crate`. */
export const crates = from("crates");
/** A file on GitHub, by its path below the site; release assets rather than generated archives. */
export const github = from("github");
/** A file of the GNU project, such as `binutils/binutils-2.46.tar.xz`. */
export const gnu = from("gnu");
/** A file of the Go module mirror, such as `github.com/pkg/errors/@v/v0.9.1.zip`. */
export const goModule = from("go");
/** A file below kernel.org's /pub. */
export const kernel = from("kernel");
/** A package's archive in the npm registry, such as `semver/-/semver-7.7.3.tgz`. */
export const npm = from("npm");
/** A file of the Python Package Index, by its path below /packages. */
export const pypi = from("pypi");
/** A file of the Savannah release area. */
export const savannah = from("savannah");
/** A file of SourceForge, by its path below /project. */
export const sourceforge = from("sourceforge");

/**
 * A file of the Debian archive, by its path such as `pool/main/z/zlib/…`.
 * @param options.snapshot moment at which the archive held it, `YYYYMMDDTHHMMSSZ`; default: the tree's own.
 */
export function debian(path: string, options: { readonly snapshot?: string } = {}): string {
  return `mirror://debian${options.snapshot === undefined ? "" : `@${options.snapshot}`}/${path}`;
}
