import { definePackage, fromScratch, unpack } from "#dsl";

export const program = definePackage({
  name: "bootstrap-program",
  version: "1",
  description: "Assembler of hexadecimal text, with its own text",
  license: "ISC",
  website: "https://stagex.invalid",
  sources: [{ seed: "amd64", sha256: "d81b5af5ce1f1ff0cf52334f1370c5b937de8376bc7381ff31e4b1d66a6ec23b", size: 20480 }],
  build: fromScratch(unpack("seed-amd64.tar", "/rootfs")),
});
