import { definePackage, make, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make({
    after: { install: sh`rm /rootfs/usr/lib/libtool.a` },
  }),
});
