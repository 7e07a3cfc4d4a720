import { definePackage, perl } from "#dsl";
import { base } from "../bootstrap/base.js";

export const module = definePackage({
  name: "core-module",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/module-1.0.tar.gz",
      sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      size: 1000,
    },
  ],
  base,
  build: perl({ script: "Build.PL", check: true }),
});
