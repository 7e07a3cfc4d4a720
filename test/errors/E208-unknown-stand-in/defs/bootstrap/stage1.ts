import { definePackage, directory, fromScratch } from "#dsl";

export const stage1 = definePackage({
  name: "bootstrap-stage1",
  version: "1",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: fromScratch(directory("/rootfs")),
  standIns: ["debian-bookworm-gcc", "debian-trixy-gcc"],
});
