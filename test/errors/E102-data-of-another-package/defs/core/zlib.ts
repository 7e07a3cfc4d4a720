import { autotools, definePackage } from "#dsl";
import data from "./zlib/data.json";

export const zlib = definePackage({
  name: "core-zlib",
  version: data.version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
