import { definePackage, make, pin } from "#dsl";
import { base } from "../bootstrap/base.js";
import { tool } from "./tool.js";

export const tag = definePackage({
  name: "core-tag",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/tag-1.0.tar.gz",
      sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
      size: 1000,
    },
  ],
  base,
  buildDeps: [pin(tool, { tag: "1.0" })],
  build: make(),
});
