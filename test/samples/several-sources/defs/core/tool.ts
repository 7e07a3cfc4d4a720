import { autotools, debian, definePackage, gnu } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    { url: gnu("tool/tool-1.0.tar.xz"), mirrors: [debian("pool/main/t/tool/tool_1.0.orig.tar.xz", { snapshot: "20260901T000000Z" })], sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", size: 1000 },
    { url: "https://example.org/data.zip", sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", into: "data" },
    { url: "https://example.org/download?id=7", sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", name: "table.txt" },
    { url: "https://example.org/rules-2.tar.gz", sha256: "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", strip: 0, into: "share/rules" },
    { url: "https://example.org/kept.tar", sha256: "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", extract: false },
  ],
  base,
  build: autotools(),
});
