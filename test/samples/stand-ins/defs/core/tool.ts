import { definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base: stage3,
  build: sh`mkdir /rootfs/usr`,
});
