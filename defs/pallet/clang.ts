import { definePallet, output } from "#dsl";
import { stage4Clang } from "../bootstrap/stage4-clang.js";
import { stage4CompilerRt } from "../bootstrap/stage4-compiler-rt.js";
import { stage4Lld } from "../bootstrap/stage4-lld.js";
import { stage4Llvm } from "../bootstrap/stage4-llvm.js";
import { stage4Names } from "../bootstrap/stage4-names.js";
import { filesystem } from "../core/filesystem.js";
import { libcxx } from "../core/libcxx.js";
import { linuxHeaders } from "../core/linux-headers.js";
import { musl } from "../core/musl.js";

// The compiler is stage4's, which knows its own platform alone, until there is one of core for all of them.
export const clang = definePallet({
  name: "pallet-clang",
  description: "Clang and LLD with the libraries of C and C++",
  members: [
    filesystem,
    musl,
    linuxHeaders,
    libcxx,
    stage4CompilerRt,
    output(stage4Llvm, "tools"),
    output(stage4Lld, "program"),
    output(stage4Clang, "program"),
    stage4Names,
  ],
  tests: [
    { program: "hello.c" },
    { program: "hello.c", flags: ["-static"] },
    { program: "threads.cc", flags: ["-std=c++23", "-O2"] },
    { program: "threads.cc", flags: ["-std=c++23", "-static-pie"] },
  ],
});
