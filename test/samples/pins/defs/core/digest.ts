import { definePackage, make, pin } from "#dsl";
import { base } from "../bootstrap/base.js";
import { tool } from "./tool.js";

export const digest = definePackage({
  name: "core-digest",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/digest-1.0.tar.gz",
      sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      size: 1000,
    },
  ],
  base,
  buildDeps: [pin(tool, { digest: { "linux/amd64": "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" } })],
  build: make(),
});
