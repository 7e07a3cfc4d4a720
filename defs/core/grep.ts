import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "3.12";

export const grep = definePackage({
  name: "core-grep",
  version,
  description: "Search in text by pattern",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/grep/",
  purl: "pkg:generic/grep",
  cpe: "cpe:2.3:a:gnu:grep:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/g/grep/grep_${version}.orig.tar.xz`),
    sha256: "2649b27c0e90e632eadcd757be06c6e9a4f48d941de51e7c0f83ff76408a07b9",
    size: 1918448,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["egrep", "fgrep", "grep"],
  build: autotools({ configure: ["--disable-nls", "--disable-perl-regexp"] }),
  tests: [sh`echo word | grep -qw word`],
  testDeps: [busybox],
  allow: [{ code: "E802", subject: "/bin/sh", reason: "egrep and fgrep are scripts, for whoever has a shell of whatever image" }],
});
