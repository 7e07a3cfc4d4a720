import { debian, definePackage, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A package whose sources are in one of Debian's",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: debian("pool/main/t/tool/tool-src_1.0-1_all.deb"), sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", strip: 4, into: "tool" }],
  base,
  build: sh`cp -R tool /rootfs`,
});
