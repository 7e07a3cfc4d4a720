import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "./stage3.js";

// Stage3's own has no threads. Which of GCC's thread models the headers follow is a link that the build of GCC makes; here it is made by hand.
export const stage4Libstdcxx = definePackage({
  name: "bootstrap-stage4-libstdcxx",
  version: "15.2.0",
  description: "C++ library with threads, static",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  sources: [{ url: debian("pool/main/g/gcc-15/gcc-15_15.2.0.orig.tar.gz"), sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0", size: 100989491 }],
  base: stage3,
  // allow W206: the recipe runs the configure of the source's top folder, and this one is below it
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f gcc-15.2.0-dfsg.tar.xz
    ln -s gthr-posix.h libgcc/gthr-default.h
    mkdir obj
    cd obj
    ../libstdc++-v3/configure \
        --build=x86_64-linux-musl \
        --prefix=/usr \
        --with-gxx-include-dir=/usr/include/c++/15.2.0 \
        --enable-threads=posix \
        --disable-multilib \
        --disable-nls \
        --disable-shared \
        --disable-libstdcxx-pch \
        CFLAGS='-O2 -g0' \
        CXXFLAGS='-O2 -g0'
    make -j "$(nproc)"
    make DESTDIR=/rootfs install
    find /rootfs -name '*.la' -delete
    find /rootfs -name '*-gdb.py' -delete
    rm -rf /rootfs/usr/share
  `,
});
