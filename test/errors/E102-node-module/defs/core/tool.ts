import { autotools, definePackage } from "#dsl";
import { readFileSync } from "node:fs";

export const tool = definePackage({
  name: "core-tool",
  version: readFileSync("version", "utf8"),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
