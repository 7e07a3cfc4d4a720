import { debian, definePackage, output, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";
import { stage3Make } from "./stage3-make.js";
import { stage3Musl } from "./stage3-musl.js";
import { stage4Clang } from "./stage4-clang.js";
import { stage4Cmake } from "./stage4-cmake.js";
import { stage4Lld } from "./stage4-lld.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4Python } from "./stage4-python.js";

// Nothing of GCC is in its build, so that nothing of GCC can be taken for what is missing.
export const stage4CompilerRt = definePackage({
  name: "bootstrap-stage4-compiler-rt",
  version: "22.1.8",
  description: "Functions that compiled code calls, and what starts and ends a program",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://compiler-rt.llvm.org",
  sources: [{ url: debian("pool/main/l/llvm-toolchain-22/llvm-toolchain-22_22.1.8.orig.tar.xz"), sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe", size: 196630560, extract: false }],
  base: stage3Base,
  buildDeps: [stage3Busybox, stage3Make, stage3Musl, stage4Clang, stage4Cmake, stage4Lld, output(stage4Llvm, "tools"), stage4Python],
  // allow W206: a part of the archive is unpacked and configured below its top folder
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/llvm-toolchain-22_22.1.8.orig.tar.xz \
        llvm-toolchain-22_22.1.8/cmake \
        llvm-toolchain-22_22.1.8/compiler-rt \
        llvm-toolchain-22_22.1.8/llvm/cmake
    cmake -S compiler-rt -B obj \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_COMPILER=clang \
        -DCMAKE_CXX_COMPILER=clang++ \
        -DCMAKE_ASM_COMPILER=clang \
        -DCMAKE_C_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_CXX_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_ASM_COMPILER_TARGET=x86_64-linux-musl \
        -DCMAKE_C_FLAGS_RELEASE='-O2 -ffile-prefix-map=/build=.' \
        -DCMAKE_ASM_FLAGS_RELEASE=-O2 \
        -DCMAKE_INSTALL_PREFIX=/usr/lib/clang/22 \
        -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
        -DLLVM_ENABLE_PER_TARGET_RUNTIME_DIR=ON \
        -DCOMPILER_RT_DEFAULT_TARGET_ONLY=ON \
        -DCOMPILER_RT_INCLUDE_TESTS=OFF \
        -DCOMPILER_RT_BUILD_BUILTINS=ON \
        -DCOMPILER_RT_BUILD_CRT=ON \
        -DCOMPILER_RT_BUILD_CTX_PROFILE=OFF \
        -DCOMPILER_RT_BUILD_LIBFUZZER=OFF \
        -DCOMPILER_RT_BUILD_MEMPROF=OFF \
        -DCOMPILER_RT_BUILD_ORC=OFF \
        -DCOMPILER_RT_BUILD_PROFILE=OFF \
        -DCOMPILER_RT_BUILD_SANITIZERS=OFF \
        -DCOMPILER_RT_BUILD_XRAY=OFF
    make -C obj -j "$(nproc)"
    make -C obj DESTDIR=/rootfs install
    rm -rf /rootfs/usr/lib/clang/22/include /rootfs/usr/lib/clang/22/share
  `,
});
