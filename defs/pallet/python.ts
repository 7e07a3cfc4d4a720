import { definePallet } from "#dsl";
import { busybox } from "../core/busybox.js";
import { filesystem } from "../core/filesystem.js";
import { python as interpreter } from "../core/python.js";

export const python = definePallet({
  name: "pallet-python",
  description: "Python with a shell",
  members: [filesystem, interpreter, busybox],
  config: { entrypoint: ["/usr/bin/python"] },
  tests: [["/usr/bin/python", "-c", "print('hello')"]],
});
