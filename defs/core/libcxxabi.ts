import { cmake, debian, definePackage } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4Python } from "../bootstrap/stage4-python.js";
import { stage4 } from "../bootstrap/stage4.js";
import { libunwind } from "./libunwind.js";
import { musl } from "./musl.js";

const version = "22.1.8";

// Built beside the C++ library, whose headers it includes, and installed alone.
export const libcxxabi = definePackage({
  name: "core-libcxxabi",
  version,
  description: "Runtime of C++ exceptions and types",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://libcxxabi.llvm.org",
  purl: "pkg:github/llvm/llvm-project",
  cpe: "cpe:2.3:a:llvm:llvm:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/l/llvm-toolchain-22/llvm-toolchain-22_${version}.orig.tar.xz`),
    sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe",
    size: 196630560,
    only: ["cmake", "libc", "libcxx", "libcxxabi", "libunwind", "llvm/cmake", "runtimes"].map((part) => `llvm-toolchain-22_${version}/${part}`),
  }],
  licenseFiles: ["libcxxabi/LICENSE.TXT"],
  base: stage4,
  buildDeps: [stage4Cmake, stage4Python],
  runDeps: [libunwind, musl],
  build: cmake({
    source: "runtimes",
    configure: ["-DCMAKE_C_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_CXX_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_ASM_COMPILER_TARGET=x86_64-linux-musl", "-DLLVM_ENABLE_RUNTIMES=libunwind;libcxxabi;libcxx", "-DLLVM_INCLUDE_TESTS=OFF", "-DLIBUNWIND_USE_COMPILER_RT=ON", "-DLIBCXXABI_USE_COMPILER_RT=ON", "-DLIBCXXABI_USE_LLVM_UNWINDER=ON", "-DLIBCXX_HAS_MUSL_LIBC=ON"],
    targets: ["cxxabi"],
    components: ["cxxabi", "cxxabi-headers"],
  }),
  tests: [{ program: "test.cc" }],
  testDeps: [stage4],
});
