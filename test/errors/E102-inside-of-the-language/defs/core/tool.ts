import { autotools, definePackage } from "#dsl";
import { phaseNames } from "../../dsl/model/build.js";

export const tool = definePackage({
  name: "core-tool",
  version: phaseNames[0],
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
