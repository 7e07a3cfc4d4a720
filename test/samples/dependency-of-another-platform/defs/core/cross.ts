import { autotools, definePackage, on, pin } from "#dsl";
import { early } from "../bootstrap/early.js";
import { helper } from "../bootstrap/helper.js";

export const cross = definePackage({
  name: "core-cross",
  version: "1.0",
  description: "A package for amd64 built by tools for 386",
  license: "ISC",
  website: "https://example.org",
  base: on("linux/386", early),
  buildDeps: [on("linux/386", pin(helper, { digest: { "linux/386": "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" } }))],
  build: autotools(),
});
