import { copy, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const files = definePackage({
  name: "core-files",
  version: "1.0",
  description: "Example of files",
  license: "ISC",
  website: "https://example.org",
  base,
  build: copy({
    directories: [{ at: "/etc/tool" }, { at: "/var/empty", mode: "0700" }, { at: "/var/empty" }],
    files: [
      { lines: ["a"], to: "/etc/tool.conf" },
      { lines: ["b"], to: "/etc/tool.conf" },
      { lines: ["c"], to: "/etc/tool" },
    ],
    // Trees may be laid over each other, and over a directory with a mode of its own.
    trees: [{ from: "etc", to: "/var/empty" }, { from: "more", to: "/var/empty" }, { from: "more", to: "/etc/tool.conf" }],
    links: [{ at: "/var/empty", to: "tmp" }],
  }),
});
