import { autotools, definePackage } from "#dsl";

let number = 0;
while (number >= 0) number = (number + 1) % 1000;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
