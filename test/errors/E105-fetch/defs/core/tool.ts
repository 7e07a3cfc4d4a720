import { autotools, definePackage } from "#dsl";

declare function fetch(url: string): Promise<{ text(): Promise<string> }>;
const answer = await fetch("https://example.org/version");

export const tool = definePackage({
  name: "core-tool",
  version: await answer.text(),
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  build: autotools(),
});
