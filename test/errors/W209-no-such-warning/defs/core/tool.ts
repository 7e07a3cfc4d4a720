import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  // allow W240: upstream has one server
  sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" }],
  base,
  build: make(),
});
