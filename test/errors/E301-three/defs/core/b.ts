import { autotools, definePackage } from "#dsl";
import { c } from "../user/c.js";

export const b = definePackage({
  name: "core-b",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [c],
  build: autotools(),
});
