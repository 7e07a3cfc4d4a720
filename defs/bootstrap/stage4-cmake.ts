import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "./stage3.js";
import { stage4Libstdcxx } from "./stage4-libstdcxx.js";

// For LLVM's build. Libraries are those that CMake brings along, and it never fetches anything here.
export const stage4Cmake = definePackage({
  name: "bootstrap-stage4-cmake",
  version: "4.3.4",
  description: "Build system generator",
  license: "BSD-3-Clause",
  website: "https://cmake.org",
  sources: [{ url: debian("pool/main/c/cmake/cmake_4.3.4.orig.tar.gz"), sha256: "fdeff897b9eb49d764539f2b1edc6eb7e1440df325678a97c1978499e931adda", size: 12976016 }],
  base: stage3,
  buildDeps: [stage4Libstdcxx],
  provides: ["cmake"],
  // allow W206: CMake builds itself by a script of its own
  build: sh`
    export CFLAGS='-O1 -g0' CXXFLAGS='-O1 -g0' LDFLAGS='-Wl,-s'
    ./bootstrap \
        --prefix=/usr \
        --parallel="$(nproc)" \
        --no-system-libs \
        --no-qt-gui \
        -- \
        -DBUILD_CursesDialog=OFF \
        -DBUILD_TESTING=OFF \
        -DCMAKE_BUILD_TYPE=None \
        -DCMAKE_USE_OPENSSL=OFF
    make -j "$(nproc)"
    make DESTDIR=/rootfs install
    rm -r /rootfs/usr/doc
  `,
});
