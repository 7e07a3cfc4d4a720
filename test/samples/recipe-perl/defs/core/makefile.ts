import { definePackage, perl } from "#dsl";
import { base } from "../bootstrap/base.js";

export const makefile = definePackage({
  name: "core-makefile",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/makefile-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  build: perl({ configure: ["INSTALLDIRS=site", "OPTIMIZE=-O2 -g"], check: true }),
});
