import { debian, definePackage, goToolchain, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { goStage1 } from "./go-stage1.js";
import { musl } from "./musl.js";

const version = "1.21.13";

// Debian's package of the sources lacks what tells the version and the time zones, of which none are needed here.
export const goStage2 = definePackage({
  name: "core-go-stage2",
  version,
  description: "Go toolchain for bootstrapping, compiled by GCC's",
  license: "BSD-3-Clause",
  website: "https://go.dev",
  sources: [{
    url: debian(`pool/main/g/golang-1.21/golang-1.21-src_${version}-1~bpo12+1_all.deb`),
    sha256: "6d24ad6efc90ae4097dd090324709ba7b6b05fa132b00d578818c91572b472a8",
    size: 18545472,
    strip: 4,
  }],
  base: stage3,
  buildDeps: [goStage1, musl],
  provides: ["go"],
  build: goToolchain({
    bootstrap: "/usr",
    before: {
      prepare: sh`
        mkdir -p lib/time
        echo go1.21.13 > VERSION
        : > go.env
        printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > lib/time/zoneinfo.zip
      `,
    },
  }),
  tests: [["/usr/bin/go", "version"]],
});
