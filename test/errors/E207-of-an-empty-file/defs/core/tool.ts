import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }],
  build: autotools(),
});
