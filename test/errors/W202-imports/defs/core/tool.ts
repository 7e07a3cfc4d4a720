import { base } from "../bootstrap/base.js";
import { definePackage, make } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make(),
});
