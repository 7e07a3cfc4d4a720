import { definePackage, copy } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  files: ["tool.conf"],
  base,
  build: copy({ files: [{ from: "/files/tool.conf", to: "/etc/tool.conf" }] }),
});
