import { definePallet, sh } from "#dsl";
import { autoconf } from "../core/autoconf.js";
import { automake } from "../core/automake.js";
import { bison } from "../core/bison.js";
import { busybox } from "../core/busybox.js";
import { filesystem } from "../core/filesystem.js";
import { flex } from "../core/flex.js";
import { gcc } from "../core/gcc.js";
import { libtool } from "../core/libtool.js";
import { m4 } from "../core/m4.js";
import { make } from "../core/make.js";
import { perl } from "../core/perl.js";
import { pkgconf } from "../core/pkgconf.js";

export const gccGnuBusybox = definePallet({
  name: "pallet-gcc-gnu-busybox",
  description: "What most C and C++ packages are built with",
  members: [filesystem, busybox, gcc, make, m4, autoconf, automake, libtool, pkgconf, perl, flex, bison],
  tests: [
    sh`
      cd /tmp
      printf '#include <stdio.h>\nint main(void) { return puts("made") < 0; }\n' > made.c
      printf 'made: made.c\n\tgcc -o made made.c\n' > Makefile
      make
      test "$(./made)" = made
    `,
  ],
});
