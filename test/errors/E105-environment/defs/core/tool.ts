import { autotools, definePackage } from "#dsl";

declare const process: { env: Record<string, string> };

export const tool = definePackage({
  name: "core-tool",
  version: process.env["VERSION"] ?? "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
