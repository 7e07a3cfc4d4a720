import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const itself = definePackage({
  name: "core-itself",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/itself-1.0.tar.gz", sha256: "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd" }],
  base,
  build: autotools({ directory: "." }),
});
