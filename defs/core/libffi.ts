import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { autoconf } from "./autoconf.js";
import { automake } from "./automake.js";
import { libtool } from "./libtool.js";
import { musl } from "./musl.js";

const version = "3.8.0";

export const libffi = definePackage({
  name: "core-libffi",
  version,
  description: "Foreign function interface library",
  license: "MIT",
  website: "https://sourceware.org/libffi/",
  purl: "pkg:github/libffi/libffi",
  cpe: "cpe:2.3:a:libffi_project:libffi:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/libf/libffi/libffi_${version}.orig.tar.gz`),
    sha256: "bf40d752d8f5fd4505bcd1c7d4208ea87fd12c91f087e359651c776748352dc0",
    size: 662493,
  }],
  licenseFiles: ["LICENSE"],
  base: stage3,
  buildDeps: [autoconf, automake, libtool],
  runDeps: [musl],
  build: autotools({
    check: { skip: "need DejaGnu" },
    autoreconf: true,
    configure: ["--disable-static", "--disable-multi-os-directory"],
    env: { MAKEINFO: "true" },
  }),
  tests: [{ program: "test.c", flags: ["-lffi"] }],
  testDeps: [stage3],
});
