import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "./stage3.js";
import { stage4Cmake } from "./stage4-cmake.js";
import { stage4Libstdcxx } from "./stage4-libstdcxx.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4Python } from "./stage4-python.js";

// Compiles for musl with LLVM's own linker, runtimes and C++ library, unless it is told otherwise.
export const stage4Clang = definePackage({
  name: "bootstrap-stage4-clang",
  version: "22.1.8",
  description: "Compiler for C and C++ of LLVM",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://clang.llvm.org",
  sources: [{ url: debian("pool/main/l/llvm-toolchain-22/llvm-toolchain-22_22.1.8.orig.tar.xz"), sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe", size: 196630560, extract: false }],
  base: stage3,
  buildDeps: [stage4Cmake, stage4Libstdcxx, stage4Llvm, stage4Python],
  provides: ["c++", "cc", "clang", "clang++", "cpp"],
  // allow W206: the recipe installs everything that was configured, this two components
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/llvm-toolchain-22_22.1.8.orig.tar.xz \
        llvm-toolchain-22_22.1.8/clang \
        llvm-toolchain-22_22.1.8/cmake
    # LLVM installs what it generates for OpenACC only beside a library that nothing else here needs.
    mkdir -p clang/include/llvm/Frontend/OpenACC
    llvm-tblgen --gen-directive-impl -I /usr/include -o clang/include/llvm/Frontend/OpenACC/ACC.inc /usr/include/llvm/Frontend/OpenACC/ACC.td
    cmake -S clang -B obj \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_EXE_LINKER_FLAGS=-Wl,-s \
        -DCMAKE_INSTALL_PREFIX=/usr \
        -DLLVM_DISTRIBUTION_COMPONENTS='clang;clang-resource-headers' \
        -DLLVM_INCLUDE_DOCS=OFF \
        -DLLVM_INCLUDE_TESTS=OFF \
        -DCLANG_DEFAULT_CXX_STDLIB=libc++ \
        -DCLANG_DEFAULT_LINKER=lld \
        -DCLANG_DEFAULT_OBJCOPY=llvm-objcopy \
        -DCLANG_DEFAULT_RTLIB=compiler-rt \
        -DCLANG_DEFAULT_UNWINDLIB=libunwind \
        -DCLANG_ENABLE_OBJC_REWRITER=OFF \
        -DCLANG_ENABLE_STATIC_ANALYZER=OFF \
        -DCLANG_INCLUDE_DOCS=OFF \
        -DCLANG_INCLUDE_TESTS=OFF \
        -DCLANG_REPOSITORY_STRING= \
        -DCLANG_PLUGIN_SUPPORT=OFF
    make -C obj -j "$(nproc)" distribution
    make -C obj DESTDIR=/rootfs install-distribution
    ln -s clang /rootfs/usr/bin/cc
    ln -s clang++ /rootfs/usr/bin/c++
    ln -s clang-cpp /rootfs/usr/bin/cpp
  `,
  outputs: {
    program: {
      description: "Compiler of LLVM under its own name, with its headers",
      files: ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/clang-22", "/usr/lib/clang/22/include"],
      provides: ["cc", "clang"],
    },
  },
});
