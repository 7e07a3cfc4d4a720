import { autotools, definePackage } from "#dsl";

const stamp = (): string => String(Date.now());

export const tool = definePackage({
  name: "core-tool",
  version: stamp(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
