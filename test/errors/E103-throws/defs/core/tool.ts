import { autotools, definePackage } from "#dsl";

const release = ["1.0", "1.1"].find((text) => text === "2.0");
if (release === undefined) throw new Error("no such release");

export const tool = definePackage({
  name: "core-tool",
  version: release,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
