import { definePackage, make, pin } from "#dsl";
import { base } from "../bootstrap/base.js";
import { run } from "./run.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  runDeps: [pin(run, { tag: "1.0" })],
  base,
  build: make(),
});
