import { autotools, definePackage } from "#dsl";
import { zlip } from "./zlib.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [zlip],
  build: autotools(),
});
