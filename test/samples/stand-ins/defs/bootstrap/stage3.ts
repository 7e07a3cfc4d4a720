import { definePackage, sh } from "#dsl";
import { stage1 } from "./stage1.js";

export const stage3 = definePackage({
  name: "bootstrap-stage3",
  version: "3",
  description: "What comes out the same, whatever stood in",
  license: "ISC",
  website: "https://example.org",
  base: stage1,
  provides: ["sh"],
  build: sh`mkdir /rootfs/usr`,
});
