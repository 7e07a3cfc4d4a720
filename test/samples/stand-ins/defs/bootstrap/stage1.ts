import { definePackage, directory, fromScratch } from "#dsl";

export const stage1 = definePackage({
  name: "bootstrap-stage1",
  version: "1",
  description: "What host seeds may stand in for",
  license: "ISC",
  website: "https://example.org",
  provides: ["sh"],
  build: fromScratch(directory("/rootfs")),
  standIns: ["debian-bookworm-gcc", "debian-trixie-gcc"],
});
