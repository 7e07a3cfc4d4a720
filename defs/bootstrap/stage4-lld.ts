import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "./stage3.js";
import { stage4Cmake } from "./stage4-cmake.js";
import { stage4Libstdcxx } from "./stage4-libstdcxx.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4Python } from "./stage4-python.js";

export const stage4Lld = definePackage({
  name: "bootstrap-stage4-lld",
  version: "22.1.8",
  description: "Linker of LLVM",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://lld.llvm.org",
  sources: [{ url: debian("pool/main/l/llvm-toolchain-22/llvm-toolchain-22_22.1.8.orig.tar.xz"), sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe", size: 196630560, extract: false }],
  base: stage3,
  buildDeps: [stage4Cmake, stage4Libstdcxx, stage4Llvm, stage4Python],
  provides: ["ld", "ld.lld"],
  // allow W206: the recipe installs everything that was configured, this one program under one name
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/llvm-toolchain-22_22.1.8.orig.tar.xz \
        llvm-toolchain-22_22.1.8/cmake \
        llvm-toolchain-22_22.1.8/libunwind \
        llvm-toolchain-22_22.1.8/lld
    # A header of libunwind is looked for beside LLVM's sources.
    mkdir llvm
    cmake -S lld -B obj \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_EXE_LINKER_FLAGS=-Wl,-s \
        -DCMAKE_INSTALL_PREFIX=/usr \
        -DLLD_SYMLINKS_TO_CREATE=ld.lld \
        -DLLVM_INCLUDE_DOCS=OFF \
        -DLLVM_INCLUDE_TESTS=OFF
    make -C obj -j "$(nproc)" lld
    make -C obj DESTDIR=/rootfs install-lld
    ln -s ld.lld /rootfs/usr/bin/ld
  `,
  outputs: { program: { description: "Linker of LLVM under its own name", files: ["/usr/bin/lld"], provides: ["lld"] } },
});
