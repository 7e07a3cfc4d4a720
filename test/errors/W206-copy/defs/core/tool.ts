import { definePackage, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: sh`
    # Nothing is built.
    mkdir -p /rootfs/etc
    echo tool >/rootfs/etc/tool
  `,
});
