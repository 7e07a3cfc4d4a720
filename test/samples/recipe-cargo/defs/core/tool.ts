import { cargo, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import crates from "./tool/crates.json" with { type: "json" };

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/tool-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  build: cargo({ vendored: crates, flags: ["--no-default-features"], path: "cli", check: true }),
});
