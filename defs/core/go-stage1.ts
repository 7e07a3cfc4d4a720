import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { goStage0 } from "./go-stage0.js";
import { musl } from "./musl.js";

const version = "15.2.0";

// The one part of GCC's Go that is written in Go. It switches goroutines by assembly of its own where there is no shadow stack; otherwise
// it would want makecontext, which musl has not.
export const goStage1 = definePackage({
  name: "core-go-stage1",
  version,
  description: "Library and go command of GCC, for Go 1.18",
  license: "BSD-3-Clause",
  website: "https://gcc.gnu.org",
  sources: [{
    url: debian(`pool/main/g/gcc-15/gcc-15_${version}.orig.tar.gz`),
    sha256: "3121d3e2821fe21088deb77f11ee786d80969a1c55255386a43ecca1e06b47c0",
    size: 100989491,
    nested: [`gcc-${version}-dfsg.tar.xz`],
  }],
  licenseFiles: ["libgo/LICENSE"],
  base: stage3,
  buildDeps: [goStage0],
  runDeps: [goStage0, musl],
  provides: ["go"],
  // allow W206: three folders of the archive, each with a configure of its own
  build: sh`
    export libgo_cv_lib_setcontext_clobbers_tls=no ac_cv_type_off64_t=no
    # Functions of files of any size have no names of their own in musl.
    cd libgo/go
    sed -i -E 's,^(//(extern )?(__go_)?[a-z]+)64(\(.*)?$,\1\4,' internal/syscall/unix/at_largefile.go os/dir_largefile.go \
        syscall/libcall_glibc.go syscall/libcall_linux.go syscall/libcall_posix_largefile.go
    cd ../..
    mkdir -p obj/libatomic/.libs obj/libbacktrace obj/libffi obj/libgo /rootfs/usr/bin
    for part in libbacktrace libffi libgo; do
      (
        cd obj/$part
        ../../$part/configure --build=x86_64-linux-musl --host=x86_64-linux-musl --prefix=/usr --disable-cet --disable-multilib --disable-shared \
            --without-libatomic CC=gcc CFLAGS='-O2 -g0' GOC=gccgo GOCFLAGS='-O2 -g0'
        make -j "$(nproc)"
      )
    done
    cd obj/libgo
    make DESTDIR=/rootfs install
    go=../../libgo/go/cmd/go
    gccgo -O2 -g0 -I . -L . -L .libs -o /rootfs/usr/bin/go $go/alldocs.go $go/go11.go $go/main.go libgotool.a
    find /rootfs -name '*.la' -delete
  `,
});
