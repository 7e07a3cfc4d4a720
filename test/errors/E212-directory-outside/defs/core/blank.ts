import { cmake, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const blank = definePackage({
  name: "core-blank",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/blank-1.0.tar.gz", sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" }],
  base,
  build: cmake({ source: "source code" }),
});
