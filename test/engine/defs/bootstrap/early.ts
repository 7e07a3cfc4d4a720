import { definePackage, fromScratch, unpack } from "#dsl";

export const early = definePackage({
  name: "bootstrap-early",
  version: "1",
  description: "Program for i386 of 302 bytes, with its text",
  license: "ISC",
  website: "https://stagex.invalid",
  platforms: ["linux/386"],
  sources: [{ seed: "x86", sha256: "6cf370c75c5990f82f4f075c89f6d9d21d74f7b4572fc92e83fc109f4e4bca8c", size: 20480 }],
  build: fromScratch(unpack("seed-x86.tar", "/rootfs")),
});
