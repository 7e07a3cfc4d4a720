import { definePackage, python } from "#dsl";
import { base } from "../bootstrap/base.js";

export const setup = definePackage({
  name: "core-setup",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/setup-1.0.tar.gz",
      sha256: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
      size: 1000,
    },
  ],
  base,
  build: python({ frontend: "setup.py", backend: ["setuptools"], config: ["--build-base=output"], env: { PYTHONHASHSEED: "1" } }),
});
