import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: autotools({ configure: ["--with-motto=it's $HOME", "CC=cc -m32", "a b", "--glob=*", "~", "back\\slash", "`id`", "semi;colon", "ünïcode"] }),
});
