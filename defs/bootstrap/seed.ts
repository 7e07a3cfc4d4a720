import { definePackage, directory, exec, fromScratch, unpack } from "#dsl";

export const seed = definePackage({
  name: "bootstrap-seed",
  version: "1",
  description: "Assembler of hexadecimal text in 365 bytes, made by itself",
  license: "ISC",
  website: "https://bootstrappable.org",
  sources: [{
    seed: "amd64",
    sha256: "d81b5af5ce1f1ff0cf52334f1370c5b937de8376bc7381ff31e4b1d66a6ec23b",
    size: 20480,
  }],
  // The only executable byte string that enters is spelled out in bootstrap/seed/amd64/hex0.hex0; what leaves is its own output.
  build: fromScratch(
    unpack("seed-amd64.tar", "/"),
    directory("/rootfs"),
    exec("/hex0", "/in/hex0.hex0", "/rootfs/hex0"),
  ),
  config: { entrypoint: ["/hex0"] },
});
