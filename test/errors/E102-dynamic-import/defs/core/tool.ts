import { autotools, definePackage } from "#dsl";

const other = await import("./" + "other.js");

export const tool = definePackage({
  name: "core-tool",
  version: other.version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
