import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "1.70.0";

export const libnghttp2 = definePackage({
  name: "core-libnghttp2",
  version,
  description: "HTTP/2 library",
  license: "MIT",
  website: "https://nghttp2.org",
  purl: "pkg:github/nghttp2/nghttp2",
  cpe: "cpe:2.3:a:nghttp2:nghttp2:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/n/nghttp2/nghttp2_${version}.orig.tar.gz`),
    sha256: "aa317e2cf9dca6afa0aed68f8fad6ff303ec6982e25a78c75c0b65e2b9b3ded5",
    size: 3104002,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  build: autotools({ configure: ["--enable-lib-only"] }),
  tests: [{ program: "test.c", flags: ["-lnghttp2"] }],
  testDeps: [stage4],
});
