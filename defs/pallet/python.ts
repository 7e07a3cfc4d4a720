import { definePallet } from "#dsl";
import { busybox } from "../core/busybox.js";
import { filesystem } from "../core/filesystem.js";
import { python as interpreter } from "../core/python.js";

export const python = definePallet({
  name: "pallet-python",
  description: "Python with a shell",
  members: [filesystem, busybox, interpreter],
  config: { entrypoint: ["/usr/bin/python"] },
  tests: [["/usr/bin/python", "-c", "print('hello')"]],
  allow: [{ code: "E809", subject: "/usr/bin/", reason: "what Python needs brings programs of its own, which come after busybox and win" }],
});
