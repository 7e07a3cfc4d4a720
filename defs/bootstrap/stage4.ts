import { definePallet, output, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Headers } from "./stage3-headers.js";
import { stage4Busybox } from "./stage4-busybox.js";
import { stage4Clang } from "./stage4-clang.js";
import { stage4CompilerRt } from "./stage4-compiler-rt.js";
import { stage4Libcxx } from "./stage4-libcxx.js";
import { stage4Lld } from "./stage4-lld.js";
import { stage4Llvm } from "./stage4-llvm.js";
import { stage4M4 } from "./stage4-m4.js";
import { stage4Make } from "./stage4-make.js";
import { stage4Musl } from "./stage4-musl.js";
import { stage4Names } from "./stage4-names.js";

// What packages are compiled with. Directories and the headers of Linux are stage3's: nothing of them is compiled.
export const stage4 = definePallet({
  name: "bootstrap-stage4",
  description: "Native toolchain of LLVM for musl with busybox, make and m4",
  members: [
    stage3Base,
    stage4Busybox,
    stage4Make,
    stage4M4,
    stage3Headers,
    stage4Musl,
    stage4CompilerRt,
    stage4Libcxx,
    output(stage4Llvm, "tools"),
    output(stage4Lld, "program"),
    output(stage4Clang, "program"),
    stage4Names,
  ],
  config: { env: { PATH: "/usr/bin" }, cmd: ["/usr/bin/sh"] },
  tests: [
    sh`
      cat > /tmp/made.cc <<'END'
      #include <iostream>
      #include <stdexcept>
      #include <thread>
      int main() {
        std::thread([] { try { throw std::runtime_error("made by stage4"); } catch (std::exception &e) { std::cout << e.what() << '\n'; } }).join();
      }
      END
      for how in '' -static -static-pie; do
        c++ -O2 $how -o /tmp/made /tmp/made.cc
        test "$(/tmp/made)" = 'made by stage4'
      done
    `,
  ],
});
