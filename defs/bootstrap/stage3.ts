import { definePallet, sh } from "#dsl";
import { stage3Base } from "./stage3-base.js";
import { stage3Busybox } from "./stage3-busybox.js";
import { stage3Gcc } from "./stage3-gcc.js";
import { stage3M4 } from "./stage3-m4.js";
import { stage3Make } from "./stage3-make.js";

// What the first packages are built with. Its bytes do not depend on what stood at stage1: docs/bootstrap.md.
export const stage3 = definePallet({
  name: "bootstrap-stage3",
  description: "Native musl toolchain of GCC and binutils with busybox, make and m4",
  platforms: ["linux/amd64", "linux/arm64"],
  members: [stage3Base, stage3Busybox, stage3Make, stage3M4, stage3Gcc],
  config: { env: { PATH: "/usr/bin" }, cmd: ["/usr/bin/sh"] },
  tests: [
    sh`
      printf '#include <iostream>\nint main() { std::cout << "made by stage3\\n"; }\n' > /tmp/made.cc
      g++ -o /tmp/made /tmp/made.cc
      test "$(/tmp/made)" = "made by stage3"
    `,
  ],
});
