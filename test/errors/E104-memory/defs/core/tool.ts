import { autotools, definePackage } from "#dsl";

const flags: string[] = [];
while (flags.length >= 0) flags.push(`--flag-${flags.length}`);

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools({ configure: flags }),
});
