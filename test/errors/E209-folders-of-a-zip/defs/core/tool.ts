import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/tool-1.0.zip", sha256: "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb", strip: 1 }],
  base,
  build: make(),
});
