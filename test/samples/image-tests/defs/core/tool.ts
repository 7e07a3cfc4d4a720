import { definePackage, make, sh } from "#dsl";
import { base } from "../bootstrap/base.js";
import { run } from "./run.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/tool-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  runDeps: [run],
  build: make(),
  tests: [
    ["/usr/bin/tool", "--version"],
    sh`
      printf 'a b' >/tmp/in
      tool </tmp/in | grep -q "a b"
    `,
    { program: "links.c", flags: ["-ltool", "-static"] },
    { program: "links.c", flags: ['-DTEXT="$HOME ${X} \\ `id`"', "<<EOF", "$(id)", "-Ié", "-DLAST=\\"] },
    { program: "throws.cc" },
  ],
  testDeps: [base],
});
