import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const above = definePackage({
  name: "core-above",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/above-1.0.tar.gz", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  base,
  build: autotools({ directory: ".." }),
});
