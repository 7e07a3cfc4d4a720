import { autotools, definePackage } from "#dsl";
import data from "./zlib/data.json";

export const tool = definePackage({
  name: "core-tool",
  version: data.version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
