import { copy, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const layout = definePackage({
  name: "core-layout",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/layout-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  files: ["tool.conf"],
  build: copy({
    directories: [
      { at: "/var/tmp", mode: "1777" },
      { at: "/home/tool", mode: "0700", owner: "1000:1000" },
    ],
    files: [
      { from: "tool.sh", to: "/usr/bin/tool", mode: "0755" },
      { from: "/files/tool.conf", to: "/etc/tool.conf" },
      { lines: ["# Read by tool.", 'NAME="a $HOME"', "END"], to: "/etc/tool.d/name" },
    ],
    trees: [{ from: "data", to: "/usr/share/tool" }],
    links: [{ at: "/usr/bin/t", to: "tool" }],
  }),
});
