import { autotools, definePackage } from "#dsl";

const releases: { stable?: string[] } = {};

export const tool = definePackage({
  name: "core-tool",
  version: releases.stable![0]!,
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
