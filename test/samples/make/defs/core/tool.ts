import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{
      url: "https://example.org/tool-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    }],
  base,
  build: make({ flags: ["CC=cc"], configure: ["defconfig"], targets: ["tool", "libtool.so"], install: ["PREFIX=/rootfs/usr", "install"] }),
});
