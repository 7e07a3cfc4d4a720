import { autotools, byPlatform, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { tool } from "./tool.js";

export const same = definePackage({
  name: "core-same",
  version: "1.0",
  description: "A package for one platform, and one that inherits a configuration",
  license: "ISC",
  website: "https://example.org",
  base,
  imageBase: tool,
  build: autotools({ configure: byPlatform({ "linux/amd64": ["--enable-amd"] }) }),
});
