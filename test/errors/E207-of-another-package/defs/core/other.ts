import { autotools, definePackage } from "#dsl";

export const other = definePackage({
  name: "core-other",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/other-1.0.tar.gz", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  build: autotools(),
});
