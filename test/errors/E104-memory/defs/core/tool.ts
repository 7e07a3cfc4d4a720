import { autotools, definePackage } from "#dsl";

const lists: string[][] = [];
while (lists.length >= 0) lists.push(new Array<string>(1_000_000).fill("--flag"));

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools({ configure: lists.flat() }),
});
