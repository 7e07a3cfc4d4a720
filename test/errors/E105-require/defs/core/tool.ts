import { autotools, definePackage } from "#dsl";

declare function require(name: string): { hostname(): string };

export const tool = definePackage({
  name: "core-tool",
  version: require("node:os").hostname(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
