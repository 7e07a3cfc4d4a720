import { cargo, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const crate = definePackage({
  name: "core-crate",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/crate-1.0.tar.gz", sha256: "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" }],
  base,
  build: cargo({ path: "cli/" }),
});
