import { debian, definePackage, directory, exec, fromScratch, keep, unpack } from "#dsl";

/** One directory of an archive, unpacked without any tool, and files that are kept by their names. */
export const fromArchive = definePackage({
  name: "core-from-archive",
  version: "1",
  description: "Upstream's first two assemblers, made by the seed",
  license: "ISC",
  website: "https://stagex.invalid",
  platforms: ["linux/386"],
  sources: [
    { seed: "x86", sha256: "6cf370c75c5990f82f4f075c89f6d9d21d74f7b4572fc92e83fc109f4e4bca8c", size: 20480 },
    {
      url: debian("pool/main/m/mescc-tools/mescc-tools_1.5.2.orig.tar.gz"),
      sha256: "936c186cb35ab2e2d1ab4dc11bf0d727248d69b28ebfdb1a920b2dd55f3053c9",
      size: 174747,
      name: "mescc-tools.tar.gz",
    },
  ],
  files: ["own.hex0"],
  env: { BLANK: " " },
  build: fromScratch(
    unpack("seed-x86.tar", "/"),
    unpack("mescc-tools.tar.gz", "/texts", "mescc-tools-1.5.2"),
    directory("/out"),
    exec("/hex0", "/texts/test/test1/hex0.hex0", "/out/proof1"),
    exec("/hex0", "/texts/test/test1/hex1.hex0", "proof2"),
    exec("/hex0", "/files/own.hex0", "/out/own"),
    keep("/out/proof1", "/out/proof2", "/out/own"),
  ),
});
