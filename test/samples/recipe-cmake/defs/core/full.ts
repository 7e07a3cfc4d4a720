import { cmake, definePackage } from "#dsl";
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
  build: cmake({
    configure: ["-DBUILD_SHARED_LIBS=ON", "-DCMAKE_BUILD_TYPE:STRING=None"],
    generator: "Ninja",
    source: "llvm",
    targets: ["library", "tool"],
    check: true,
    components: ["runtime", "headers"],
  }),
});
