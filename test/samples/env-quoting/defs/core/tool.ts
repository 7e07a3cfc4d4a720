import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  env: { PLAIN: "-O2", SPACE: "-O2 -g", DOLLAR: "$HOME", QUOTES: "say \"hi\"", BACKSLASH: "a\\b", SINGLE: "it's", EMPTY: "", HASH: "#1", UMLAUT: "Größe" },
  config: { env: { PROMPT: "$ \"\\\" " }, entrypoint: ["/usr/bin/tool", "$HOME", "a \"b\""] },
  build: autotools({ env: { CFLAGS: "-O2", SPACE: "overridden" } }),
});
