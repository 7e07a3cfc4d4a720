import { buildTriplet, debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Gcc } from "./stage2-gcc.js";
import { stage2Musl } from "./stage2-musl.js";

export const stage3Libstdcxx = definePackage({
  name: "bootstrap-stage3-libstdcxx",
  version: "15.2.0",
  description: "C++ library, static",
  license: "GPL-3.0-or-later WITH GCC-exception-3.1",
  website: "https://gcc.gnu.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/g/gcc-15/gcc-15_15.2.0.orig.tar.gz"), sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0", size: 100989491 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Gcc, stage2Musl],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  // allow W206: the recipe runs the configure of the source's top folder, and this one lies below
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f gcc-15.2.0-dfsg.tar.xz
    mkdir obj
    cd obj
    ../libstdc++-v3/configure \
        --build=${buildTriplet} \
        --host=${triplet} \
        --prefix=/usr \
        --with-gxx-include-dir=/usr/include/c++/15.2.0 \
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
