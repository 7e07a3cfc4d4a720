import { autotools, definePackage } from "#dsl";

declare const console: { log(text: string): void };
console.log("here");

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
