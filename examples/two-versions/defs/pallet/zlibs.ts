import { definePallet, pin, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";
import { zlib131 } from "../core/zlib-1.3.1.js";
import { zlib } from "../core/zlib.js";

// The old one is held at one image: whatever else comes out of its definition some day is refused. The new one may move.
export const zlibs = definePallet({
  name: "pallet-zlibs",
  description: "Two versions of zlib beside each other",
  members: [zlib, pin(zlib131, { digest: { "linux/amd64": "sha256:84e88e9ace7f69b41a3fd2527c629b0ca09b978cdf736acc54a95127e8fc452b" } })],
  tests: [
    sh`
      cd /tmp
      printf '#include <stdio.h>\n#include <zlib.h>\nint main(void) { return puts(zlibVersion()) < 0; }\n' >version.c
      gcc -static -o new version.c -lz
      gcc -static -I/usr/lib/zlib-1.3.1/include -L/usr/lib/zlib-1.3.1/lib -o old version.c -lz
      test "$(./new) $(./old)" = '1.3.2 1.3.1'
    `,
  ],
  testDeps: [debian],
});
