import { definePackage, python } from "#dsl";
import { base } from "../bootstrap/base.js";

export const pip = definePackage({
  name: "core-pip",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/pip-1.0.tar.gz",
      sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      size: 1000,
    },
  ],
  base,
  build: python({ frontend: "pip", config: ["builddir=output"], directory: "python" }),
});
