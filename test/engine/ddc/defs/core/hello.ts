import { definePackage, directory, exec, fromScratch } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

/** Built on stage3 alone. */
export const hello = definePackage({
  name: "core-hello",
  version: "1",
  description: "Text that the assembler made",
  license: "ISC",
  website: "https://stagex.invalid",
  base: stage3,
  build: fromScratch(directory("/rootfs"), exec("/hex0", "/in/text.hex0", "/rootfs/hello")),
});
