import { definePackage, directory, fromScratch, pin } from "#dsl";
import { zlib } from "./zlib.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/amd64", "linux/arm64"],
  base: pin(zlib, { digest: { "linux/amd64": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } }),
  build: fromScratch(directory("/rootfs")),
});
