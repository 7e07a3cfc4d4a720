import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const toolData = definePackage({
  name: "core-tool-data",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make(),
});
