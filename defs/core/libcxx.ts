import { cmake, debian, definePackage } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4Python } from "../bootstrap/stage4-python.js";
import { stage4 } from "../bootstrap/stage4.js";
import { libcxxabi } from "./libcxxabi.js";
import { libunwind } from "./libunwind.js";
import { musl } from "./musl.js";

const version = "22.1.8";

// The static library holds that of its ABI, for the compiler names only the one.
export const libcxx = definePackage({
  name: "core-libcxx",
  version,
  description: "C++ standard library of LLVM",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://libcxx.llvm.org",
  purl: "pkg:github/llvm/llvm-project",
  cpe: "cpe:2.3:a:llvm:llvm:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/l/llvm-toolchain-22/llvm-toolchain-22_${version}.orig.tar.xz`),
    sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe",
    size: 196630560,
    only: ["cmake", "libc", "libcxx", "libcxxabi", "libunwind", "llvm/cmake", "runtimes"].map((part) => `llvm-toolchain-22_${version}/${part}`),
  }],
  licenseFiles: ["libcxx/LICENSE.TXT"],
  base: stage4,
  buildDeps: [stage4Cmake, stage4Python],
  runDeps: [libcxxabi, libunwind, musl],
  build: cmake({
    source: "runtimes",
    configure: ["-DCMAKE_C_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_CXX_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_ASM_COMPILER_TARGET=x86_64-linux-musl", "-DLLVM_ENABLE_RUNTIMES=libunwind;libcxxabi;libcxx", "-DLLVM_INCLUDE_TESTS=OFF", "-DLIBUNWIND_USE_COMPILER_RT=ON", "-DLIBCXX_HAS_MUSL_LIBC=ON", "-DLIBCXX_INCLUDE_BENCHMARKS=OFF", "-DLIBCXX_STATICALLY_LINK_ABI_IN_STATIC_LIBRARY=ON", "-DLIBCXX_USE_COMPILER_RT=ON", "-DLIBCXXABI_USE_COMPILER_RT=ON", "-DLIBCXXABI_USE_LLVM_UNWINDER=ON"],
    targets: ["cxx"],
    components: ["cxx", "cxx-headers", "cxx-modules"],
  }),
  tests: [{ program: "test.cc", flags: ["-std=c++23"] }],
  testDeps: [stage4],
});
