import { autotools, definePackage, sh } from "#dsl";
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
  build: autotools({
    before: {
      configure: sh`
        sed -i 's/@VERSION@/1.0/' configure.in
        test -f configure || { echo "no configure"; exit 1; }
      `,
    },
    after: { install: sh`rm -r /rootfs/usr/share/info` },
  }),
});
