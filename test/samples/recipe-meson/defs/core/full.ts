import { definePackage, meson } from "#dsl";
import { base } from "../bootstrap/base.js";

export const full = definePackage({
  name: "core-full",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/full-1.0.tar.gz",
      sha256: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      size: 1000,
    },
  ],
  base,
  build: meson({ setup: ["--buildtype=plain", "-Ddocs=disabled"], targets: ["tool"], check: ["unit"], tags: ["runtime", "devel"] }),
});
