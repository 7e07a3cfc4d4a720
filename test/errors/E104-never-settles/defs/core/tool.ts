import { autotools, definePackage } from "#dsl";

const version = await new Promise<string>(() => undefined);

export const tool = definePackage({
  name: "core-tool",
  version: version,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
