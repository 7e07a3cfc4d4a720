import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { autoconf } from "./autoconf.js";
import { automake } from "./automake.js";
import { libtool } from "./libtool.js";
import { musl } from "./musl.js";

const version = "3.8.0";

export const libffi = definePackage({
  name: "core-libffi",
  version,
  description: "Calls of functions by descriptions known only at run time",
  license: "MIT",
  website: "https://sourceware.org/libffi/",
  sources: [
    {
      url: debian(`pool/main/libf/libffi/libffi_${version}.orig.tar.gz`),
      sha256: "bf40d752d8f5fd4505bcd1c7d4208ea87fd12c91f087e359651c776748352dc0",
      size: 662493,
    },
  ],
  licenseFiles: ["LICENSE"],
  base: stage3,
  buildDeps: [autoconf, automake, libtool],
  runDeps: [musl],
  // Upstream's tests need DejaGnu.
  build: autotools({
    autoreconf: true,
    configure: ["--disable-static", "--disable-multi-os-directory"],
    env: { MAKEINFO: "true" },
  }),
  tests: [
    sh`
      cat >/tmp/test.c <<"END"
      #include <ffi.h>
      #include <stdlib.h>
      int main(void) {
        int minus = -7;
        ffi_cif cif;
        ffi_type *types[] = { &ffi_type_sint };
        void *values[] = { &minus };
        ffi_arg result;
        if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_sint, types) != FFI_OK) return 1;
        ffi_call(&cif, FFI_FN(abs), &result, values);
        return (int)result != 7;
      }
      END
      gcc -o /tmp/test /tmp/test.c -lffi
      /tmp/test
    `,
  ],
  testDeps: [stage3],
});
