import { definePackage, python } from "#dsl";
import { base } from "../bootstrap/base.js";

export const wheel = definePackage({
  name: "core-wheel",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/wheel-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  build: python({ backend: ["setuptools"], check: ["pytest", "tests"] }),
});
