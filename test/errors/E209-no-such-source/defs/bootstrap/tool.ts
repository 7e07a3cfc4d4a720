import { definePackage, exec, fromScratch, unpack } from "#dsl";

export const tool = definePackage({
  name: "bootstrap-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  build: fromScratch(unpack("tool.tar.gz", "/"), exec("/tool")),
});
