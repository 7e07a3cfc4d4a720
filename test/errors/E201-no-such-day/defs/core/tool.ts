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
      status: "fixed",
      date: "2026-02-30",
      reason: "in this version",
    },
  ],
  build: autotools(),
});
