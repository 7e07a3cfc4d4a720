import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: make(),
  outputs: { lib: { description: "Library of the tool", files: ["/usr/lib"], tests: [{ program: "empty.c" }, { program: "returns.cc" }] } },
  tests: [{ program: "long.c" }, { program: "returns.cc", flags: ["-static"] }],
});
