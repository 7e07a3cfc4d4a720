import { definePackage, go } from "#dsl";
import { base } from "../bootstrap/base.js";

export const alone = definePackage({
  name: "core-alone",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/alone-1.0.tar.gz",
      sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      size: 1000,
    },
  ],
  base,
  build: go({ env: { CGO_ENABLED: "1" } }),
});
