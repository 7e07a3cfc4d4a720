import { debian, definePackage, on, sh, triplet } from "#dsl";
import { stage1 } from "./stage1.js";
import { stage2Libstdcxx } from "./stage2-libstdcxx.js";

export const stage3Musl = definePackage({
  name: "bootstrap-stage3-musl",
  version: "1.2.6",
  description: "C library",
  license: "MIT",
  website: "https://musl.libc.org",
  platforms: ["linux/amd64", "linux/arm64"],
  sources: [{ url: debian("pool/main/m/musl/musl_1.2.6.orig.tar.gz"), sha256: "d585fd3b613c66151fc3249e8ed44f77020cb5e6c1e635a616d3f9f82460512a", size: 1082499 }],
  base: on("linux/386", stage1),
  buildDeps: [stage2Libstdcxx],
  env: { PATH: "/cross/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  // allow W206: kept as it was built, because another text builds everything above it again
  build: sh`
    ./configure --host=${triplet} --prefix=/usr --syslibdir=/usr/lib CROSS_COMPILE=${triplet}-
    make -j "$(nproc)"
    make DESTDIR=/rootfs install
    mkdir -p /rootfs/usr/bin
    ln -sf ../lib/libc.so /rootfs/usr/bin/ldd
  `,
});
