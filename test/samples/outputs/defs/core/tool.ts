import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";
import { run } from "./run.js";

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
  build: make(),
  outputs: {
    data: { description: "Data of the tool", files: ["/usr/share/tool", "/usr/share/man/man?/tool-*"] },
    library: {
      description: "Library of the tool",
      files: ["/usr/lib/libtool.so*"],
      runDeps: [run],
      provides: ["tool-config"],
      tests: [["/usr/bin/tool-config", "--version"]],
    },
  },
});
