import { definePackage, directory, fromScratch } from "#dsl";

/** Nobody builds this: host seeds stand in for it. */
export const stage1 = definePackage({
  name: "bootstrap-stage1",
  version: "1",
  description: "Tools of a host seed",
  license: "ISC",
  website: "https://stagex.invalid",
  provides: ["gcc", "sh"],
  build: fromScratch(directory("/rootfs")),
  standIns: ["debian-bookworm-gcc", "debian-trixie-gcc"],
});
