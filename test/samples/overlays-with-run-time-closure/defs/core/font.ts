import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { png } from "./png.js";
import { zlib } from "./zlib.js";

export const font = definePackage({
  name: "core-font",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  buildDeps: [png],
  runDeps: [png, zlib],
  build: autotools(),
});
