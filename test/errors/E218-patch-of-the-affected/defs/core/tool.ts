import { autotools, definePackage } from "#dsl";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "MIT",
  website: "https://example.org",
  vex: [
    {
      vulnerability: "CVE-2026-0001",
      status: "affected",
      date: "2026-01-31",
      reason: "wait for the next version",
      patch: "fix.patch",
    },
  ],
  build: autotools(),
});
