import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "1.8.1";

export const pkgconf = definePackage({
  name: "core-pkgconf",
  version,
  description: "Reader of pkg-config files",
  license: "ISC",
  website: "https://pkgconf.org",
  purl: "pkg:github/pkgconf/pkgconf",
  cpe: "cpe:2.3:a:pkgconf:pkgconf:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/p/pkgconf/pkgconf_${version}.orig.tar.xz`),
    sha256: "644361ada2942be05655d4452eb018791647c31bba429b287f1f68deb2dc6840",
    size: 302372,
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  runDeps: [musl],
  provides: ["pkg-config", "pkgconf"],
  build: autotools({
    check: { skip: "need Kyua and ATF" },
    configure: ["--disable-static", "--with-pkg-config-dir=/usr/lib/pkgconfig:/usr/share/pkgconfig", "--with-system-libdir=/usr/lib", "--with-system-includedir=/usr/include"],
    links: [{ at: "/usr/bin/pkg-config", to: "pkgconf" }],
  }),
  tests: [sh`
    printf 'Name: x\nDescription: x\nVersion: 1.5\n' >/tmp/x.pc
    test "$(PKG_CONFIG_PATH=/tmp pkg-config --modversion x)" = 1.5
  `],
  testDeps: [stage3],
});
