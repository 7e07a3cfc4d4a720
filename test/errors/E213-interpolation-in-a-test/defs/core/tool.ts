import { definePackage, make, sh } from "#dsl";
import { base } from "../bootstrap/base.js";
const version = "1.0";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make(),
  provides: ["sh"],
  tests: [sh`tool --version | grep ${version as never}`],
});
