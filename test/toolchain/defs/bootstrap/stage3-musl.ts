import { debian, definePackage, sh } from "#dsl";
import { stage3CrossTools } from "./stage3-cross-tools.js";

export const stage3Musl = definePackage({
  name: "bootstrap-stage3-musl",
  version: "1.2.6",
  description: "C library",
  license: "MIT",
  website: "https://musl.libc.org",
  sources: [{ url: debian("pool/main/m/musl/musl_1.2.6.orig.tar.gz"), sha256: "d585fd3b613c66151fc3249e8ed44f77020cb5e6c1e635a616d3f9f82460512a", size: 1082499 }],
  buildDeps: [stage3CrossTools],
  build: sh`
    ./configure --prefix=/usr --syslibdir=/usr/lib
    make -j "$(nproc)"
    make DESTDIR=/rootfs install
    mkdir -p /rootfs/usr/bin
    ln -sf ../lib/libc.so /rootfs/usr/bin/ldd
  `,
});
