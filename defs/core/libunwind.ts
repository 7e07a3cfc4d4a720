import { cmake, debian, definePackage } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { stage4Python } from "../bootstrap/stage4-python.js";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "22.1.8";

// One archive has all of LLVM; the runtimes are built by their common file for CMake, this one alone.
export const libunwind = definePackage({
  name: "core-libunwind",
  version,
  description: "Unwinder of LLVM, for C++ exceptions, Rust and backtraces",
  license: "Apache-2.0 WITH LLVM-exception",
  website: "https://llvm.org",
  purl: "pkg:github/llvm/llvm-project",
  cpe: "cpe:2.3:a:llvm:llvm:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/l/llvm-toolchain-22/llvm-toolchain-22_${version}.orig.tar.xz`),
    sha256: "b49b9277aef97616320b2da259e1f8174c65b0ce2fbe2e8629644a97693402fe",
    size: 196630560,
    only: ["cmake", "libunwind", "llvm/cmake", "runtimes"].map((part) => `llvm-toolchain-22_${version}/${part}`),
  }],
  licenseFiles: ["libunwind/LICENSE.TXT"],
  base: stage4,
  buildDeps: [stage4Cmake, stage4Python],
  runDeps: [musl],
  build: cmake({
    source: "runtimes",
    configure: ["-DCMAKE_C_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_CXX_COMPILER_TARGET=x86_64-linux-musl", "-DCMAKE_ASM_COMPILER_TARGET=x86_64-linux-musl", "-DLLVM_ENABLE_RUNTIMES=libunwind", "-DLLVM_INCLUDE_TESTS=OFF", "-DLIBUNWIND_USE_COMPILER_RT=ON"],
  }),
  tests: [{ program: "test.c", flags: ["-lunwind"] }],
  testDeps: [stage4],
});
