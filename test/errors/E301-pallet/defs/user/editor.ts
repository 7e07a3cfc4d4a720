import { autotools, definePackage } from "#dsl";
import { tools } from "../pallet/tools.js";

export const editor = definePackage({
  name: "user-editor",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base: tools,
  build: autotools(),
});
