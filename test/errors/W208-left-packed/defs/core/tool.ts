import { definePackage, gnu, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    { url: gnu("tool/tool-1.0.tar.gz"), sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" },
    { url: gnu("tool/data-1.0.tar.gz"), sha256: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9", extract: false },
  ],
  base,
  build: make(),
});
