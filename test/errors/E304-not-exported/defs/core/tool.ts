import { autotools, definePackage } from "#dsl";

const common = { version: "1.0", description: "A tool", license: "ISC", website: "https://example.org", build: autotools() };
const zlib = definePackage({ ...common, name: "core-zlib" });

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  buildDeps: [zlib],
  build: autotools(),
});
