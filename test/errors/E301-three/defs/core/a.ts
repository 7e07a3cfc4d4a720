import { autotools, definePackage } from "#dsl";
import { b } from "./b.js";

export const a = definePackage({
  name: "core-a",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [b],
  build: autotools(),
});
