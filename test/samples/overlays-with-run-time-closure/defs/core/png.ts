import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { zlib } from "./zlib.js";

export const png = definePackage({
  name: "core-png",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  buildDeps: [zlib],
  runDeps: [zlib],
  build: autotools(),
});
