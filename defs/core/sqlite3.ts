import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "3.53.4";

export const sqlite3 = definePackage({
  name: "core-sqlite3",
  version,
  description: "SQL database in a library",
  license: "blessing",
  website: "https://www.sqlite.org",
  purl: "pkg:generic/sqlite",
  cpe: "cpe:2.3:a:sqlite:sqlite:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/s/sqlite3/sqlite3_${version}.orig.tar.xz`),
    sha256: "05366adc8ee80c6b1faa71285b49d133c2121238ca58934b077fdeb95934abd4",
    size: 8656972,
  }],
  licenseFiles: ["LICENSE.md"],
  base: stage4,
  runDeps: [musl],
  provides: ["sqlite3"],
  build: autotools({ configure: ["--disable-tcl", "--disable-readline", "--soname=legacy", "--disable-rpath"] }),
  tests: [sh`test "$(sqlite3 :memory: 'select 6 * 7')" = 42`],
  testDeps: [busybox],
});
