import { definePackage, directory, exec, fromScratch, github, keep, unpack } from "#dsl";

const commits = {
  mesoplanet: "2935751e3b74f468aa846fff844ce96f62d575ac",
  planet: "5c251e67e28e0a441589b9c3f5150758b8034998",
  libc: "27ab5de4247e8b00459b2b21109109db8eb4d643",
  tools: "08d5a0679fa4dc00babe02306f1bc50703083389",
  extra: "8f17eb5f4014ca7d14bf6fd1f8ffc22ab28ca7c6",
  x86: "a15adc72f099506fb0d40c8824d7aaa97735f7c3",
};

export const stage0 = definePackage({
  name: "bootstrap-stage0",
  version: "1",
  description: "Assembler, linker, C compiler and first tools for i386, made from the seed",
  license: "GPL-3.0-or-later",
  website: "https://github.com/oriansj/stage0-posix",
  platforms: ["linux/386"],
  // allow W204: upstream keeps most of its repositories in one place
  // allow W205: upstream uploads no archives; these are named by commit
  sources: [
    { seed: "x86", sha256: "6cf370c75c5990f82f4f075c89f6d9d21d74f7b4572fc92e83fc109f4e4bca8c", size: 20480 },
    { url: github(`oriansj/M2-Mesoplanet/archive/${commits.mesoplanet}.tar.gz`), sha256: "dcf95dff755b18eb7c3dfee9342bed5b82e8112e53a6729f9e57145d7389897e", name: "M2-Mesoplanet.tar.gz" },
    { url: github(`oriansj/M2-Planet/archive/${commits.planet}.tar.gz`), sha256: "1346e903452ec83cef85cde76c10c3ded270353766b654ffdaa94945c3b3c7a2", name: "M2-Planet.tar.gz" },
    { url: github(`oriansj/M2libc/archive/${commits.libc}.tar.gz`), sha256: "e7e739d6ac19a015565a24b835ca620dce7e536cbf20a7cc0da36e0ed0f836ed", name: "M2libc.tar.gz" },
    {
      url: github(`oriansj/mescc-tools/archive/${commits.tools}.tar.gz`),
      mirrors: [`https://git.savannah.nongnu.org/cgit/mescc-tools.git/snapshot/mescc-tools-${commits.tools}.tar.gz`],
      sha256: "e70ec728f495148ca9d069f9a1af6560be9f0489124c4b39b594653fd6817537",
      name: "mescc-tools.tar.gz",
    },
    { url: github(`oriansj/mescc-tools-extra/archive/${commits.extra}.tar.gz`), sha256: "bf13ddcbce743b7b81dfea668910e30016fc25e92f61a6d695c2a9a4f524d0cd", name: "mescc-tools-extra.tar.gz" },
    { url: github(`oriansj/stage0-posix-x86/archive/${commits.x86}.tar.gz`), sha256: "e5e75dda7de2cab00508b789a238054bdfa65ccad6ebe21286dcf94a7896788e", name: "stage0-posix-x86.tar.gz" },
  ],
  provides: [
    ...["M1", "M2-Mesoplanet", "M2-Planet", "blood-elf", "catm", "chmod", "cp", "get_machine", "hex2", "kaem", "match", "mkdir", "replace", "rm"],
    ...["sha256sum", "unbz2", "ungz", "untar", "unxz"],
  ],
  // What upstream's x86/kaem.run sets; its scripts read it. That script itself also wants files of a seventh archive.
  env: {
    ARCH: "x86",
    ARCH_DIR: "x86",
    M2LIBC: "../M2libc",
    TOOLS: "../x86/bin",
    BLOOD_FLAG: " ",
    BASE_ADDRESS: "0x08048000",
    ENDIAN_FLAG: "--little-endian",
    BINDIR: "../x86/bin",
    BUILDDIR: "../x86/artifact",
    TMPDIR: "../x86/artifact",
    OPERATING_SYSTEM: "Linux",
  },
  build: fromScratch(
    unpack("seed-x86.tar", "/"),
    unpack("M2-Mesoplanet.tar.gz", "/M2-Mesoplanet", `M2-Mesoplanet-${commits.mesoplanet}`),
    unpack("M2-Planet.tar.gz", "/M2-Planet", `M2-Planet-${commits.planet}`),
    unpack("M2libc.tar.gz", "/M2libc", `M2libc-${commits.libc}`),
    unpack("mescc-tools.tar.gz", "/mescc-tools", `mescc-tools-${commits.tools}`),
    unpack("mescc-tools-extra.tar.gz", "/mescc-tools-extra", `mescc-tools-extra-${commits.extra}`),
    unpack("stage0-posix-x86.tar.gz", "/x86", `stage0-posix-x86-${commits.x86}`),
    directory("/x86/artifact"),
    directory("/x86/bin"),
    directory("/"),
    // Our seed takes the place of upstream's: the first program that it makes is upstream's hex0.
    exec("/hex0", "./x86/hex0_x86.hex0", "./x86/artifact/hex0"),
    exec("/x86/artifact/hex0", "./x86/kaem-minimal.hex0", "./x86/artifact/kaem-0"),
    exec("/x86/artifact/kaem-0", "./x86/mescc-tools-mini-kaem.kaem"),
    exec("/x86/bin/kaem", "--verbose", "--strict", "--file", "./x86/mescc-tools-full-kaem.kaem"),
    directory("/mescc-tools-extra"),
    exec("/x86/bin/kaem", "--verbose", "--strict", "--file", "mescc-tools-extra.kaem"),
    keep(
      ...["M1", "M2-Mesoplanet", "M2-Planet", "blood-elf", "catm", "chmod", "cp", "get_machine", "hex2", "kaem"].map((name) => `/x86/bin/${name}`),
      ...["match", "mkdir", "replace", "rm", "sha256sum", "unbz2", "ungz", "untar", "unxz"].map((name) => `/x86/bin/${name}`),
    ),
  ),
});
