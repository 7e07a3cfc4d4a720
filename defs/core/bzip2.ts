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
  purl: "pkg:generic/bzip2",
  cpe: "cpe:2.3:a:bzip:bzip2:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://sourceware.org/pub/bzip2/bzip2-${version}.tar.gz`,
    mirrors: [debian(`pool/main/b/bzip2/bzip2_${version}.orig.tar.gz`)],
    sha256: "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269",
    size: 810029,
  }],
  patches: ["install.patch"],
  licenseFiles: ["LICENSE"],
  base: stage3,
  runDeps: [busybox, musl],
  provides: ["bunzip2", "bzip2"],
  build: make({
    flags: ["CFLAGS=-O2 -fPIC -D_FILE_OFFSET_BITS=64", "LDFLAGS=-s"],
    targets: ["bzip2", "bzip2recover", "libbz2.a", "libbz2.so.1.0.8"],
    check: "test",
    install: ["PREFIX=/rootfs/usr", "install"],
  }),
  tests: [sh`test "$(echo packed | bzip2 | bunzip2)" = packed`, { program: "test.c", flags: ["-lbz2"] }],
  testDeps: [stage3],
});
