import { autotools, debian, definePackage, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { busybox } from "./busybox.js";
import { musl } from "./musl.js";

const version = "1.35";

export const tar = definePackage({
  name: "core-tar",
  version,
  description: "Archiver",
  license: "GPL-3.0-or-later",
  website: "https://www.gnu.org/software/tar/",
  purl: "pkg:generic/tar",
  cpe: "cpe:2.3:a:gnu:tar:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/t/tar/tar_${version}+dfsg.orig.tar.xz`),
    sha256: "9ae57e981c1e73c0eebc2b26c9b0c4497fe310ef1d516ea430efb5470b71f7a8",
    size: 2111608,
  }],
  licenseFiles: ["COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["tar"],
  build: autotools({
    configure: ["--disable-nls"],
    env: { FORCE_UNSAFE_CONFIGURE: "1" },
  }),
  tests: [sh`cd /tmp && echo x >f && tar -cf t.tar --sort=name f && tar -tf t.tar | grep -qx f`],
  testDeps: [busybox],
});
