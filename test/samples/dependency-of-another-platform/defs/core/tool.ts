import { autotools, definePackage, on } from "#dsl";
import { early } from "../bootstrap/early.js";
import { libc } from "../bootstrap/libc.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A package for both built by tools for 386",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/386", "linux/amd64"],
  base: on("linux/386", early),
  buildDeps: [libc],
  build: autotools(),
});
