import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "./stage3.js";
import { stage4Cmake } from "./stage4-cmake.js";
import { stage4Libstdcxx } from "./stage4-libstdcxx.js";
import { stage4Python } from "./stage4-python.js";

// What Clang and LLD link for x86-64 alone, and the tools that take the place of binutils. Of the parts of the archive only those that are read are
// unpacked. LLVM's own list of what to install keeps what nobody needs from being compiled.
export const stage4Llvm = definePackage({
  name: "bootstrap-stage4-llvm",
  version: "22.1.8",
  description: "LLVM libraries for x86-64, static, and binary tools",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://llvm.org",
  sources: [{ url: debian("pool/main/l/llvm-toolchain-22/llvm-toolchain-22_22.1.8.orig.tar.xz"), sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe", size: 196630560, extract: false }],
  base: stage3,
  buildDeps: [stage4Cmake, stage4Libstdcxx, stage4Python],
  // allow W206: the recipe installs everything that was built or configured, this a list of a hundred components
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/llvm-toolchain-22_22.1.8.orig.tar.xz \
        llvm-toolchain-22_22.1.8/cmake \
        llvm-toolchain-22_22.1.8/llvm \
        llvm-toolchain-22_22.1.8/third-party
    tools='llvm-ar llvm-nm llvm-objcopy llvm-objdump llvm-ranlib llvm-readelf llvm-readobj llvm-size llvm-strings llvm-strip llvm-tblgen'
    libraries='
        AggressiveInstCombine Analysis AsmParser AsmPrinter BinaryFormat BitReader BitWriter BitstreamReader CFGuard
        CGData CodeGen CodeGenTypes Core Coroutines Coverage DTLTO DebugInfoBTF DebugInfoCodeView DebugInfoDWARF
        DebugInfoDWARFLowLevel DebugInfoGSYM DebugInfoMSF DebugInfoPDB Debuginfod Demangle DlltoolDriver Extensions
        FrontendAtomic FrontendDirective FrontendDriver FrontendHLSL FrontendOffloading FrontendOpenMP GlobalISel
        HipStdPar IRPrinter IRReader InstCombine Instrumentation LTO LibDriver Linker MC MCDisassembler MCParser
        ObjCARCOpts ObjCopy Object ObjectYAML Option Passes Plugins ProfileData Remarks SandboxIR ScalarOpts
        SelectionDAG Support Symbolize TableGen Target TargetParser TextAPI TextAPIBinaryReader TransformUtils
        Vectorize WindowsDriver WindowsManifest X86AsmParser X86CodeGen X86Desc X86Disassembler X86Info ipo'
    components='cmake-exports;llvm-headers'
    for tool in $tools; do components="$components;$tool"; done
    for library in $libraries; do components="$components;LLVM$library"; done
    cmake -S llvm -B obj \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' \
        -DCMAKE_EXE_LINKER_FLAGS=-Wl,-s \
        -DCMAKE_INSTALL_PREFIX=/usr \
        -DLLVM_DISTRIBUTION_COMPONENTS="$components" \
        -DLLVM_TARGETS_TO_BUILD=X86 \
        -DLLVM_DEFAULT_TARGET_TRIPLE=x86_64-linux-musl \
        -DLLVM_HOST_TRIPLE=x86_64-linux-musl \
        -DLLVM_APPEND_VC_REV=OFF \
        -DLLVM_ENABLE_BINDINGS=OFF \
        -DLLVM_ENABLE_LIBEDIT=OFF \
        -DLLVM_ENABLE_LIBPFM=OFF \
        -DLLVM_ENABLE_LIBXML2=OFF \
        -DLLVM_ENABLE_PIC=OFF \
        -DLLVM_ENABLE_PLUGINS=OFF \
        -DLLVM_ENABLE_ZLIB=OFF \
        -DLLVM_ENABLE_ZSTD=OFF \
        -DLLVM_INCLUDE_BENCHMARKS=OFF \
        -DLLVM_INCLUDE_DOCS=OFF \
        -DLLVM_INCLUDE_EXAMPLES=OFF \
        -DLLVM_INCLUDE_TESTS=OFF
    make -C obj -j "$(nproc)" distribution
    make -C obj DESTDIR=/rootfs install-distribution
    for tool in ar nm objcopy objdump ranlib readelf size strings strip; do ln -s llvm-$tool /rootfs/usr/bin/$tool; done
  `,
  outputs: {
    tools: {
      description: "Binary tools of LLVM",
      files: [
        ...["ar", "llvm-ar", "llvm-nm", "llvm-objcopy", "llvm-objdump", "llvm-ranlib", "llvm-readelf", "llvm-readobj", "llvm-size"],
        ...["llvm-strings", "llvm-strip", "nm", "objcopy", "objdump", "ranlib", "readelf", "size", "strings", "strip"],
      ].map((tool) => `/usr/bin/${tool}`),
      provides: ["ar", "nm", "objcopy", "objdump", "ranlib", "readelf", "size", "strings", "strip"],
    },
  },
});
