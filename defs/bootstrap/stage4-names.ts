import { definePackage, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";

// Both programs look at the name that they are called by. Upstream's build installs a copy of 60 to 92 MiB for each.
// Assertions and debug information name sources by paths below the build's folder. The settings are read by every call of Clang
// (Clang manual, "Configuration files"); in CFLAGS the folder would get into what packages note of their own flags.
export const stage4Names = definePackage({
  name: "bootstrap-stage4-names",
  version: "1",
  description: "Names and settings by which Clang and LLD are called",
  license: "ISC",
  website: "https://llvm.org",
  base: stage3Base,
  buildDeps: [stage3Busybox],
  provides: ["c++", "clang++", "cpp", "ld", "ld.lld"],
  // allow W206: texts of this stage stay as they are when recipes change
  build: sh`
    mkdir -p /rootfs/usr/bin
    ln -s clang /rootfs/usr/bin/clang++
    ln -s clang /rootfs/usr/bin/clang-cpp
    ln -s clang++ /rootfs/usr/bin/c++
    ln -s clang-cpp /rootfs/usr/bin/cpp
    ln -s lld /rootfs/usr/bin/ld.lld
    ln -s ld.lld /rootfs/usr/bin/ld
    echo -ffile-prefix-map=/build=. > /rootfs/usr/bin/clang.cfg
    ln -s clang.cfg /rootfs/usr/bin/clang++.cfg
    ln -s clang.cfg /rootfs/usr/bin/clang-cpp.cfg
  `,
});
