import { autotools, definePackage } from "#dsl";
import { z } from "zod";

export const tool = definePackage({
  name: "core-tool",
  version: String(z),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
