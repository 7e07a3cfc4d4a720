import { definePackage, directory, exec, fromScratch, on } from "#dsl";
import { early } from "../bootstrap/early.js";

/** Made by a program for i386, which starts it in its own root filesystem. */
export const onEarly = definePackage({
  name: "core-on-early",
  version: "1",
  description: "What the early program makes of its text",
  license: "ISC",
  website: "https://stagex.invalid",
  platforms: ["linux/amd64", "linux/arm64"],
  base: on("linux/386", early),
  build: fromScratch(directory("/rootfs"), exec("/hex0", "/in/hex0.hex0", "/rootfs/hex0")),
});
