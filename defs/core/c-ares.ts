import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "1.34.8";

export const cAres = definePackage({
  name: "core-c-ares",
  version,
  description: "Asynchronous DNS lookup library",
  license: "MIT",
  website: "https://c-ares.org",
  purl: "pkg:github/c-ares/c-ares",
  cpe: "cpe:2.3:a:c-ares:c-ares:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/c/c-ares/c-ares_${version}.orig.tar.gz`),
    sha256: "c222b6d681096f9444d2c4863d2c1174019e27cacca0a4a5c114d36dd7d7bf78",
    size: 1036098,
  }],
  licenseFiles: ["LICENSE.md"],
  base: stage4,
  runDeps: [musl],
  build: autotools({ configure: ["--disable-tests"], check: { skip: "need GoogleTest and the network" } }),
  tests: [{ program: "test.c", flags: ["-lcares"] }],
  testDeps: [stage4],
});
