import { autotools, debian, definePackage } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "../core/musl.js";

const version = "2.10";

export const lzo = definePackage({
  name: "user-lzo",
  version,
  description: "LZO compression library",
  license: "GPL-2.0-or-later",
  website: "https://www.oberhumer.com/opensource/lzo/",
  purl: "pkg:generic/lzo",
  sources: [{
    url: debian(`pool/main/l/lzo2/lzo2_${version}.orig.tar.gz`),
    sha256: "c0f892943208266f9b6543b3ae308fab6284c5c90e627931446fb49b4221a072",
    size: 600622,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  build: autotools({ configure: ["--enable-shared"], check: "check" }),
  tests: [{ program: "test.c", flags: ["-llzo2"] }],
  testDeps: [stage4],
});
