import { autotools, definePackage, sh } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools({
    after: {
      install: sh`
        exit 0
        )
        (
      `,
    },
  }),
});
