import { definePackage, sh } from "#dsl";

const prefix = "/usr" as never;

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: sh`make PREFIX=${prefix} install`,
});
