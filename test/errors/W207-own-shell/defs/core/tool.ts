import { definePackage, gnu, make, sh } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: gnu("tool/tool-1.0.tar.gz"), sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" }],
  base,
  build: make({
    before: { build: sh`mkdir obj` },
    after: {
      install: sh`
        cd src
        VERBOSE=1
      `,
    },
  }),
});
