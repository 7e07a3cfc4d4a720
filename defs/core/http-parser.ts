import { debian, definePackage, make } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "2.9.4";

export const httpParser = definePackage({
  name: "core-http-parser",
  version,
  description: "Parser of HTTP messages",
  license: "MIT",
  website: "https://github.com/nodejs/http-parser",
  purl: "pkg:github/nodejs/http-parser",
  cpe: "cpe:2.3:a:nodejs:http-parser:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/h/http-parser/http-parser_${version}.orig.tar.gz`),
    sha256: "467b9e30fd0979ee301065e70f637d525c28193449e1b13fbcb1b1fab3ad224f",
    size: 52056,
  }],
  licenseFiles: ["LICENSE-MIT"],
  base: stage4,
  runDeps: [musl],
  build: make({
    flags: ["PREFIX=/usr"],
    flagsInEnvironment: true,
    targets: ["library"],
    install: ["DESTDIR=/rootfs", "install"],
  }),
  tests: [{ program: "test.c", flags: ["-lhttp_parser"] }],
  testDeps: [stage4],
});
