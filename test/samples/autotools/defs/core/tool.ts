import { autotools, definePackage } from "#dsl";
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
  build: autotools({ configure: ["--disable-nls", "--enable-shared", "CFLAGS=-O2 -g"], check: "check" }),
});
