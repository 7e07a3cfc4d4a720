import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const zlib = definePackage({
  name: "core-zlib",
  version: "1.0",
  description: "Library",
  license: "ISC",
  website: "https://example.org",
  base,
  build: autotools(),
});
