import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const seen = read("test/bootstrap/live-bootstrap.txt")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(" "));
/** sha256, size, name and addresses of each source. */
const sources = read("generated/bootstrap/stage1/sources.txt")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(" "));
const containerfile = read("generated/bootstrap/stage1/Containerfile");
const script = read("defs/bootstrap/stage1/start.kaem")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/**
 * What live-bootstrap's manifest builds in a chroot, by the package names of its steps at 11d3605b08a3683347e7473c917025cee44049e3, a
 * little before the pinned commit: with the versions that the pinned one has, each needs a source of that name.
 */
const built = [
  ...[
    "mes-0.27",
    "tcc-0.9.26",
    "tcc-0.9.27",
    "make-3.82",
    "patch-2.5.9",
    "gzip-1.2.4",
    "tar-1.12",
    "sed-4.0.9",
    "bzip2-1.0.8",
    "coreutils-5.0",
  ],
  ...[
    "heirloom-devtools-070527",
    "bash-2.05b",
    "flex-2.5.11",
    "musl-1.1.24",
    "m4-1.4.7",
    "flex-2.6.4",
    "bison-3.4.1",
    "grep-2.4",
    "diffutils-2.7",
  ],
  ...[
    "coreutils-6.10",
    "gawk-3.0.4",
    "perl-5.000",
    "perl-5.003",
    "perl5.004_05",
    "perl5.005_03",
    "perl-5.6.2",
    "autoconf-2.52",
    "automake-1.6.3",
  ],
  ...[
    "autoconf-2.53",
    "automake-1.7",
    "autoconf-2.54",
    "autoconf-2.55",
    "automake-1.7.8",
    "autoconf-2.57",
    "autoconf-2.59",
    "automake-1.8.5",
  ],
  ...[
    "help2man-1.36.4",
    "autoconf-2.61",
    "automake-1.9.6",
    "automake-1.10.3",
    "autoconf-2.64",
    "automake-1.11.2",
    "autoconf-2.69",
    "libtool-2.2.4",
  ],
  ...[
    "automake-1.15.1",
    "binutils-2.30",
    "gcc-core-4.0.4",
    "findutils-4.2.33",
    "musl-1.2.4",
    "linux-4.14.336",
    "util-linux-2.19.1",
  ],
  ...[
    "e2fsprogs-1.45.7",
    "kbd-1.15",
    "ed-1.4",
    "bc-1.07.1",
    "curl-8.5.0",
    "bash-5.2.15",
    "xz-5.4.1",
    "file-5.44",
    "libtool-2.4.7",
    "tar-1.34",
  ],
  ...[
    "coreutils-9.4",
    "pkg-config-0.29.2",
    "make-4.2.1",
    "gmp-6.2.1",
    "autoconf-archive-2021.02.19",
    "mpfr-4.1.0",
    "mpc-1.2.1",
    "flex-2.5.33",
  ],
  ...[
    "bison-2.3",
    "bison-3.4.2",
    "perl-5.10.1",
    "perl-5.32.1",
    "libarchive-3.5.2",
    "openssl-3.0.13",
    "zlib-1.2.13",
    "automake-1.16.3",
  ],
  ...[
    "autoconf-2.71",
    "patch-2.7.6",
    "gettext-0.21",
    "texinfo-6.7",
    "gcc-4.7.4",
    "binutils-2.41",
    "gperf-3.1",
    "libunistring-0.9.10",
    "libffi-3.3",
  ],
  ...[
    "libatomic_ops-7.6.10",
    "gc-8.0.4",
    "guile-3.0.9",
    "which-2.21",
    "grep-3.7",
    "sed-4.8",
    "autogen-5.18.16",
    "Python-2.0.1",
    "Python-2.3.7",
  ],
  ...[
    "Python-2.5.6",
    "Python-3.1.5",
    "Python-3.3.7",
    "Python-3.4.10",
    "Python-3.8.16",
    "Python-3.11.1",
    "gcc-10.4.0",
    "gcc-13.1.0",
    "libmd-1.1.0",
  ],
  ...["libbsd-0.11.8", "shadow-4.14.3", "opendoas-6.8.2", "gzip-1.13", "diffutils-3.10", "gawk-5.3.0", "m4-1.4.19"],
];

describe("stage1", () => {
  test("has 244 sources, no two of one name or hash", () => {
    expect(sources).toHaveLength(244);
    for (const column of [0, 2]) expect(new Set(sources.map((line) => line[column])).size).toBe(244);
  });

  test("has the names and hashes of live-bootstrap's own lists, where those could be seen", () => {
    expect(seen.length).toBeGreaterThan(100);
    const table = new Map(sources.map(([sha256, , name]) => [name, sha256!.slice(0, 8)]));
    for (const [step, digits, name] of seen) expect(table.get(name!), `${step}: ${name}`).toBe(digits);
  });

  test("has an archive for every package that the manifest builds", () => {
    const names = sources.map(([, , name]) => name!);
    for (const wanted of built)
      expect(
        names.some((name) => name.startsWith(`${wanted}.`)),
        wanted,
      ).toBe(true);
  });

  test("shows every source but the two that are unpacked where live-bootstrap looks for it", () => {
    const mounted = [...containerfile.matchAll(/source=([0-9a-f]{64})\/\S+,target=\/external\/distfiles\/(\S+) /g)].map(
      ([, sha256, name]) => `${sha256} ${name}`,
    );
    const unpacked = ["M2libc.tar.gz", "live-bootstrap.tar.gz"];
    expect(mounted.sort()).toEqual(
      sources
        .filter(([, , name]) => !unpacked.includes(name!))
        .map(([sha256, , name]) => `${sha256} ${name}`)
        .sort(),
    );
  });

  test("uses files in its script that are mounted or come with live-bootstrap", () => {
    const mounted = [...containerfile.matchAll(/,target=(\/\S+) \\/g)].map(([, path]) => path!);
    const used = script.flatMap((line) => line.split(" ")).filter((word) => /^\/(?:files|external)\//.test(word));
    expect(used.length).toBeGreaterThan(4);
    for (const path of used) expect([...mounted, "/external/distfiles/openssl_3.0.13.orig.tar.gz"]).toContain(path);
  });

  test.each([
    ["debian-trixie-gcc", ["bootstrap-stage1"]],
    ["", ["bootstrap-stage0", "bootstrap-stage1"]],
  ])("is built with SEED=%j from what it needs then", async (seed, images) => {
    const { stdout } = await execa(join(repository, "scripts/stale"), ["bootstrap-stage1"], {
      env: { STAGEX_ROOT: repository, OUT: temporaryFolder(), SEED: seed },
    });
    expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(images);
    const { stdout: targets } = await execa("make", ["-rRn", "-f", "-", "/out/linux-386/bootstrap-stage1/index.json"], {
      input: `OUT := /out\nSEED := ${seed}\n%/index.json: ; @echo $@\ninclude ${join(repository, "generated/bootstrap.mk")}\n`,
    });
    expect(images.every((image) => targets.includes(`/${image}/`))).toBe(true);
    expect(targets.includes("/bootstrap-stage0/")).toBe(images.includes("bootstrap-stage0"));
  });

  test("has settings as live-bootstrap's rootfs.py writes them, one NAME=VALUE a line", () => {
    const names = read("defs/bootstrap/stage1/bootstrap.cfg")
      .trim()
      .split("\n")
      .map((line) => /^([A-Z_]+)=\S+$/.exec(line)?.[1]);
    const wanted = [
      "ARCH",
      "ARCH_DIR",
      "FORCE_TIMESTAMPS",
      "CHROOT",
      "UPDATE_CHECKSUMS",
      "JOBS",
      "SWAP_SIZE",
      "FINAL_JOBS",
      "INTERNAL_CI",
      "INTERACTIVE",
      "BARE_METAL",
      "DISK",
      "KERNEL_BOOTSTRAP",
      "BUILD_KERNELS",
      "CONFIGURATOR",
    ];
    expect(names).toEqual([...wanted, "EXTERNAL_SOURCES"]);
  });
});
