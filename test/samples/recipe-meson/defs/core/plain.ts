import { definePackage, meson } from "#dsl";
import { base } from "../bootstrap/base.js";

export const plain = definePackage({
  name: "core-plain",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/plain-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  build: meson(),
});
