import { debian, definePackage, goToolchain, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { goStage4 } from "./go-stage4.js";

const version = "1.27.1";

export const go = definePackage({
  name: "core-go",
  version,
  description: "Go toolchain",
  license: "BSD-3-Clause",
  website: "https://go.dev",
  sources: [{
    url: debian(`pool/main/g/golang-1.27/golang-1.27_${version}.orig.tar.gz`),
    sha256: "4e408abae126d916b6164627193f2c54f0e3ca1312d693b86db45f862ab238b1",
    size: 35109201,
    signature: {
      url: debian(`pool/main/g/golang-1.27/golang-1.27_${version}.orig.tar.gz.asc`),
      sha256: "31f49c2381ebd52d46aca35343a4492f12521896a848987cebeac14e29cfb2d7",
      key: "upstream.asc",
    },
  }],
  licenseFiles: ["LICENSE", "PATENTS"],
  base: stage3,
  buildDeps: [goStage4],
  provides: ["go"],
  // Test data has programs for other systems; scripts of upstream's developers want shells that are not there.
  build: goToolchain({
    after: {
      install: sh`
        cd /rootfs/usr/lib/go
        find src -type d -name testdata -prune -exec rm -r {} +
        find lib/time src -type f '(' -perm -100 -o -name npm -o -name npx ')' -delete
      `,
    },
  }),
  tests: [["/usr/bin/go", "version"]],
  allow: ["/usr/bin/env", "bash"].map((subject) => ({ code: "E802", subject, reason: "programs of WebAssembly are started by it, where it and Node.js are" })),
});
