import { definePackage, directory, fromScratch } from "#dsl";

export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  config: { user: "1000:1000", env: { PATH: "/usr/bin", HOME: "/home/user" }, workdir: "/home/user" },
  build: fromScratch(directory("/rootfs")),
});
