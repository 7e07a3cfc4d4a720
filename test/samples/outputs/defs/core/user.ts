import { definePackage, make, output } from "#dsl";
import { base } from "../bootstrap/base.js";
import { tool } from "./tool.js";

export const user = definePackage({
  name: "core-user",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/user-1.0.tar.gz",
      sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
      size: 1000,
    },
  ],
  base,
  buildDeps: [output(tool, "library")],
  build: make(),
});
