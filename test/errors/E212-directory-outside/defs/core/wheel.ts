import { python, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const wheel = definePackage({
  name: "core-wheel",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/wheel-1.0.tar.gz", sha256: "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" }],
  base,
  build: python({ directory: "../python" }),
});
