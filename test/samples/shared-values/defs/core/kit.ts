import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const version = "2.1";

export const kit = definePackage({
  name: "core-kit",
  version: version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: autotools(),
});
