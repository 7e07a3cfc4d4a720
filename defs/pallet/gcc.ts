import { definePallet } from "#dsl";
import { filesystem } from "../core/filesystem.js";
import { gcc as compiler } from "../core/gcc.js";

export const gcc = definePallet({
  name: "pallet-gcc",
  description: "Compilers for C and C++ with everything that they need",
  members: [filesystem, compiler],
  tests: [{ program: "hello.c" }, { program: "hello.c", flags: ["-static"] }],
});
