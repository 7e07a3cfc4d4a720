import { definePackage, directory, exec, fromScratch, on } from "#dsl";
import { early } from "../bootstrap/early.js";

/** The same with the early program laid into an empty build stage. */
export const withEarly = definePackage({
  name: "core-with-early",
  version: "1",
  description: "What the early program makes of its text elsewhere",
  license: "ISC",
  website: "https://stagex.invalid",
  buildDeps: [on("linux/386", early)],
  build: fromScratch(directory("/rootfs"), exec("/hex0", "/in/hex0.hex0", "/rootfs/hex0")),
});
