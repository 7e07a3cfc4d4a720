/**
 * What tsc itself reports of an author's mistakes, at the right token: each `@ts-expect-error` stands above one mistake,
 * and `npm test` fails when tsc finds none there.
 */
import {
  autotools,
  copy,
  definePackage,
  definePallet,
  directory,
  exec,
  fromScratch,
  make,
  sh,
  type Package,
  type PackageSpec,
  type Source,
} from "#dsl";

const sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const spec = {
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
} as const satisfies PackageSpec;
const zlib: Package = definePackage({ ...spec, name: "core-zlib" });

definePackage({
  ...spec,
  // @ts-expect-error misspelt key
  buildDep: [zlib],
});

// @ts-expect-error missing keys: version, license, website and build
definePackage({ name: "core-tool", description: "A tool" });

definePackage({
  ...spec,
  // @ts-expect-error a number is no version
  version: 1.0,
});

definePackage({
  ...spec,
  // @ts-expect-error a dependency is an imported package, not its name
  buildDeps: ["core-zlib"],
});

definePackage({
  ...spec,
  // @ts-expect-error a list, not one package
  runDeps: zlib,
});

definePackage({
  ...spec,
  // @ts-expect-error the base is one package, not a list
  base: [zlib],
});

definePackage({
  ...spec,
  // @ts-expect-error platforms are spelled linux/amd64
  platforms: ["linux/x86_64"],
});

// @ts-expect-error a key without value is left out
definePackage({ ...spec, env: undefined });

definePackage({
  ...spec,
  // @ts-expect-error environment values are text
  env: { JOBS: 4 },
});

definePackage({
  ...spec,
  // @ts-expect-error a shell body is made by the tag sh
  build: "make install",
});

definePackage({
  ...spec,
  // @ts-expect-error a recipe is called
  build: autotools,
});

// @ts-expect-error a source has a hash
const withoutHash: Source = { url: "https://example.org/tool.tar.gz" };

// @ts-expect-error misspelt key of a source
const misspeltSource: Source = { url: "https://example.org/tool.tar.gz", sha256, mirror: [] };

// @ts-expect-error seeds are those of the folders below bootstrap/seed/
const unknownSeed: Source = { seed: "riscv64", sha256, size: 1 };

definePackage({
  ...spec,
  config: {
    // @ts-expect-error an entrypoint is a list of words
    entrypoint: "/usr/bin/tool --batch",
  },
});

// @ts-expect-error flags are a list of words
autotools({ configure: "--disable-nls --enable-shared" });

// @ts-expect-error a link has a place and a text
make({ links: [{ at: "/usr/bin/t" }] });

// @ts-expect-error what is removed is a list of paths
make({ remove: "/usr/share/info" });

// @ts-expect-error an owner is numeric
copy({ directories: [{ at: "/home/user", owner: "user:user" }] });

// @ts-expect-error a prefix is a path, or false where there is no such flag
autotools({ prefix: true });

// @ts-expect-error misspelt option of a recipe
autotools({ configur: ["--disable-nls"] });

// @ts-expect-error a hook is shell text made by sh
make({ before: { build: "sed -i s/a/b/ Makefile" } });

// @ts-expect-error recipes have the phases prepare, configure, build, check and install
make({ after: { compile: sh`true` } });

const prefix = "/usr";
// @ts-expect-error values are not spliced into shell text
sh`make PREFIX=${prefix} install`;

// @ts-expect-error steps are made by unpack, directory and exec
fromScratch("mkdir /rootfs");

// @ts-expect-error words of a command are text
exec("/bin/tool", 1);

// @ts-expect-error a path is text
directory(755);

// @ts-expect-error a pallet has members
definePallet({ name: "pallet-tools", description: "Tools" });

definePallet({
  name: "pallet-tools",
  description: "Tools",
  members: [zlib],
  // @ts-expect-error a pallet's licence is that of its members
  license: "ISC",
});

definePallet({
  name: "pallet-tools",
  description: "Tools",
  // @ts-expect-error members are imported packages
  members: ["core-zlib"],
});

// @ts-expect-error a definition does not change
zlib.version = "2.0";

// @ts-expect-error neither do its lists
definePackage({ ...spec, aliases: ["a"] }).aliases?.push("b");

export const unused = [withoutHash, misspeltSource, unknownSeed];
