import { copy, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  files: ["NOTICE"],
  licenseFiles: ["/files/NOTCE"],
  base,
  build: copy({ files: [{ from: "/files/NOTICE", to: "/usr/share/tool/NOTICE" }] }),
});
