import { definePackage, sh } from "#dsl";
import { program } from "./program.js";
import { stage1 } from "./stage1.js";

/** The shell of the host seed makes it, and must leave nothing of itself. */
export const stage3Tool = definePackage({
  name: "bootstrap-stage3-tool",
  version: "1",
  description: "Assembler of hexadecimal text, put into place by the tools of a host seed",
  license: "ISC",
  website: "https://stagex.invalid",
  base: stage1,
  buildDeps: [program],
  build: sh`
    mkdir -p /rootfs/in
    cp /hex0 /rootfs/hex0
    printf '#include <stdio.h>\nint main(void) { puts("48 65 6C 6C 6F 0A # made by a C program"); }\n' > text.c
    gcc -o text text.c
    ./text > /rootfs/in/text.hex0
  `,
});
