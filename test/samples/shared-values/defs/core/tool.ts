import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { kit, version } from "./kit.js";
import modules from "./tool/modules.json" with { type: "json" };

export const tool = definePackage({
  name: "core-tool",
  version: `${version}.1`,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  buildDeps: [kit],
  sources: modules.map(({ file, sha256 }) => ({ url: `https://example.org/${kit.version}/${file}`, sha256 })),
  build: autotools(),
});
