import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "GPL-2.0-only WITH GCC-exception-3.0",
  website: "https://example.org",
  base,
  build: make(),
});
