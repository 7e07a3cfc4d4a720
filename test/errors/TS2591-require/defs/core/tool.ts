import { autotools, definePackage } from "#dsl";

const fs = require("node:fs");

export const tool = definePackage({
  name: "core-tool",
  version: fs.readFileSync("version", "utf8"),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
