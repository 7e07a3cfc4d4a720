import { debian, definePackage, make, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "1.0.8";

export const bzip2 = definePackage({
  name: "core-bzip2",
  version,
  description: "Block-sorting file compressor",
  license: "bzip2-1.0.6",
  website: "https://sourceware.org/bzip2/",
  sources: [
    {
      url: `https://sourceware.org/pub/bzip2/bzip2-${version}.tar.gz`,
      mirrors: [debian(`pool/main/b/bzip2/bzip2_${version}.orig.tar.gz`)],
      sha256: "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269",
      size: 810029,
    },
  ],
  licenseFiles: ["LICENSE"],
  base: stage3,
  runDeps: [busybox, musl],
  provides: ["bunzip2", "bzip2"],
  // The makefile installs links with the path of the prefix in them, and knows the shared library only in a makefile of its own.
  build: make({
    flags: ["CFLAGS=-O2 -D_FILE_OFFSET_BITS=64"],
    install: ["PREFIX=/rootfs/usr", "install"],
    before: { build: sh`make -f Makefile-libbz2_so CFLAGS='-fPIC -O2 -D_FILE_OFFSET_BITS=64'` },
    after: {
      install: sh`
        cp -P libbz2.so.1.0 libbz2.so.1.0.8 /rootfs/usr/lib
        ln -s libbz2.so.1.0 /rootfs/usr/lib/libbz2.so
        ln -sf bzdiff /rootfs/usr/bin/bzcmp
        ln -sf bzgrep /rootfs/usr/bin/bzegrep
        ln -sf bzgrep /rootfs/usr/bin/bzfgrep
        ln -sf bzmore /rootfs/usr/bin/bzless
      `,
    },
  }),
  tests: [sh`test "$(echo packed | bzip2 | bunzip2)" = packed`],
});
