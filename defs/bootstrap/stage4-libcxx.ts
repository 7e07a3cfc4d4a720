import { debian, definePackage, output, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";
import { stage3Headers } from "./stage3-headers.js";
import { stage3Make } from "./stage3-make.js";
import { stage4Clang } from "./stage4-clang.js";
import { stage4Cmake } from "./stage4-cmake.js";
import { stage4CompilerRt } from "./stage4-compiler-rt.js";
import { stage4Lld } from "./stage4-lld.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4Musl } from "./stage4-musl.js";
import { stage4Python } from "./stage4-python.js";

// The three are one build of upstream's: each includes headers of the others. The static C++ library holds that of its ABI, for the compiler
// names only the one.
export const stage4Libcxx = definePackage({
  name: "bootstrap-stage4-libcxx",
  version: "22.1.8",
  description: "C++ library of LLVM with its ABI library and unwinder",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://libcxx.llvm.org",
  sources: [{ url: debian("pool/main/l/llvm-toolchain-22/llvm-toolchain-22_22.1.8.orig.tar.xz"), sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe", size: 196630560, extract: false }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Headers, stage3Make, stage4Clang, stage4Cmake, stage4CompilerRt, stage4Lld, output(stage4Llvm, "tools"), stage4Musl, stage4Python],
  // allow W206: parts of the archive are unpacked and configured below its top folder
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/llvm-toolchain-22_22.1.8.orig.tar.xz \
        llvm-toolchain-22_22.1.8/cmake \
        llvm-toolchain-22_22.1.8/libc \
        llvm-toolchain-22_22.1.8/libcxx \
        llvm-toolchain-22_22.1.8/libcxxabi \
        llvm-toolchain-22_22.1.8/libunwind \
        llvm-toolchain-22_22.1.8/llvm/cmake \
        llvm-toolchain-22_22.1.8/runtimes
    cmake -S runtimes -B obj \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_COMPILER=clang \
        -DCMAKE_CXX_COMPILER=clang++ \
        -DCMAKE_ASM_COMPILER=clang \
        -DCMAKE_C_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_CXX_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_ASM_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_C_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_C_COMPILER_WORKS=ON \
        -DCMAKE_CXX_COMPILER_WORKS=ON \
        -DCMAKE_INSTALL_PREFIX=/usr \
        -DCMAKE_SHARED_LINKER_FLAGS=-Wl,-s \
        -DLLVM_ENABLE_RUNTIMES='libunwind;libcxxabi;libcxx' \
        -DLLVM_INCLUDE_DOCS=OFF \
        -DLLVM_INCLUDE_TESTS=OFF \
        -DLIBCXX_CXX_ABI=libcxxabi \
        -DLIBCXX_HAS_MUSL_LIBC=ON \
        -DLIBCXX_INCLUDE_BENCHMARKS=OFF \
        -DLIBCXX_STATICALLY_LINK_ABI_IN_STATIC_LIBRARY=ON \
        -DLIBCXX_USE_COMPILER_RT=ON \
        -DLIBCXXABI_USE_COMPILER_RT=ON \
        -DLIBCXXABI_USE_LLVM_UNWINDER=ON \
        -DLIBUNWIND_USE_COMPILER_RT=ON
    make -C obj -j "$(nproc)"
    make -C obj DESTDIR=/rootfs install
  `,
});
