import { autotools, definePackage } from "#dsl";
import { a } from "../core/a.js";

export const c = definePackage({
  name: "user-c",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  runDeps: [a],
  build: autotools(),
});
