import { definePackage, goToolchain, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const go = definePackage({
  name: "core-go",
  version: "1.27.1",
  description: "Go toolchain",
  license: "BSD-3-Clause",
  website: "https://go.dev",
  sources: [{ url: "https://go.dev/dl/go1.27.1.src.tar.gz", sha256: "4e408abae126d916b6164627193f2c54f0e3ca1312d693b86db45f862ab238b1" }],
  base,
  provides: ["go"],
  build: goToolchain({ bootstrap: "/usr", before: { prepare: sh`: > go.env` } }),
});
