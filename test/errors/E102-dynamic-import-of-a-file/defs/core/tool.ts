import { autotools, definePackage } from "#dsl";

const { version } = (await import("./tool/data.json")).default;

export const tool = definePackage({
  name: "core-tool",
  version: version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
