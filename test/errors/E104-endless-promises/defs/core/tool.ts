import { autotools, definePackage } from "#dsl";

async function wait(): Promise<string> {
  for (;;) await Promise.resolve();
}

export const tool = definePackage({
  name: "core-tool",
  version: await wait(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
