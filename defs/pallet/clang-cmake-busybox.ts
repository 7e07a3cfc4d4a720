import { definePallet, sh } from "#dsl";
import { stage4Cmake } from "../bootstrap/stage4-cmake.js";
import { busybox } from "../core/busybox.js";
import { make } from "../core/make.js";
import { pkgconf } from "../core/pkgconf.js";
import { clang } from "./clang.js";

export const clangCmakeBusybox = definePallet({
  name: "pallet-clang-cmake-busybox",
  description: "CMake and Make with Clang",
  members: [clang, busybox, make, pkgconf, stage4Cmake],
  tests: [
    sh`
      mkdir /tmp/made
      cd /tmp/made
      printf 'cmake_minimum_required(VERSION 3.20)\nproject(made CXX)\nset(CMAKE_CXX_STANDARD 20)\nadd_executable(made made.cc)\n' > CMakeLists.txt
      printf '#include <format>\n#include <iostream>\nint main() { try { throw 6; } catch (int n) { std::cout << std::format("{}", n * 7); } }\n' > made.cc
      cmake -B obj
      cmake --build obj
      test "$(obj/made)" = 42
    `,
  ],
});
