import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "6.6+20260608";

export const ncurses = definePackage({
  name: "core-ncurses",
  version,
  description: "Control of text terminals",
  license: "MIT",
  website: "https://invisible-island.net/ncurses/",
  purl: "pkg:generic/ncurses",
  cpe: "cpe:2.3:a:gnu:ncurses:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/n/ncurses/ncurses_${version}.orig.tar.gz`),
    sha256: "3b91eb714ba61b9ebfcfe09cf8e7c1c45cf2e8a6282f5887fb942db514ae93bd",
    size: 3806095,
    signature: {
      url: debian(`pool/main/n/ncurses/ncurses_${version}.orig.tar.gz.asc`),
      sha256: "46de216bd447b5855b7df45d3da5a85f382aa1fea778180459049b2d6ee3c9b9",
      key: "upstream.asc",
    },
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  runDeps: [musl],
  provides: ["clear", "infocmp", "tic", "tput", "tset"],
  build: autotools({
    check: { skip: "are programs that a person looks at" },
    configure: ["--with-shared", "--without-normal", "--without-debug", "--without-ada", "--without-manpages", "--without-tests", "--enable-widec", "--enable-pc-files", "--with-pkg-config-libdir=/usr/lib/pkgconfig"],
    remove: ["/usr/bin/ncursesw6-config"],
  }),
  tests: [["/usr/bin/tput", "-T", "xterm", "cols"], { program: "test.c", flags: ["-lncursesw"] }],
  testDeps: [stage3],
});
