import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const run = definePackage({
  name: "core-run",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make(),
});
