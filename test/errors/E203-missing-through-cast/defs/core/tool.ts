import { autotools, definePackage, type PackageSpec } from "#dsl";

const common = { license: "ISC" } as PackageSpec;

export const tool = definePackage({
  ...common,
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  build: autotools(),
});
