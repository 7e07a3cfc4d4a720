import { autotools, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools({
    before: { install: sh`cat >/dev/null <<END` },
    after: { install: sh`echo 'END` },
  }),
});
