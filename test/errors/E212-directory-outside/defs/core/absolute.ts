import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const absolute = definePackage({
  name: "core-absolute",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/absolute-1.0.tar.gz", sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }],
  base,
  build: autotools({ configure: ["--disable-nls"], directory: "/obj" }),
});
