import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "Example of a tool",
  license: "ISC",
  website: "https://example.org",
  sources: [{ url: "https://example.org/tool-1.0.tar.gz", sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  base,
  build: autotools({
    remove: ["/usr/bin/t", "/usr/share/info", "/usr/share/info"],
    links: [
      // What `remove` took away is free.
      { at: "/usr/bin/t", to: "tool" },
      { at: "/usr/bin/tl", to: "tool" },
      { at: "/usr/bin/tl", to: "../lib/tool" },
    ],
  }),
});
