import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "4.33";

export const libev = definePackage({
  name: "core-libev",
  version,
  description: "Event loop library",
  license: "BSD-2-Clause OR GPL-2.0-or-later",
  website: "https://software.schmorp.de/pkg/libev.html",
  purl: "pkg:generic/libev",
  sources: [{
    url: debian(`pool/main/libe/libev/libev_${version}.orig.tar.gz`),
    sha256: "507eb7b8d1015fbec5b935f34ebed15bf346bed04a11ab82b8eee848c4205aea",
    size: 569527,
  }],
  licenseFiles: ["LICENSE"],
  base: stage4,
  runDeps: [musl],
  build: autotools({
    // libevent has a header of this name.
    remove: ["/usr/include/event.h"],
  }),
  tests: [{ program: "test.c", flags: ["-lev"] }],
  testDeps: [stage4],
});
