import { autotools, definePackage } from "#dsl";

function latest(): string {
  throw "unreleased";
}

export const tool = definePackage({
  name: "core-tool",
  version: latest(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
