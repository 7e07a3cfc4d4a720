import { copy, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Tool",
  license: "ISC",
  website: "https://example.org",
  base,
  build: copy({
    files: [{ from: "/files/tool.conf", to: "/etc/tool.conf" }],
  }),
});
