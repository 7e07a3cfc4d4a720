import { autotools, debian, definePackage } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";

const version = "5.42.3";

export const perl = definePackage({
  name: "core-perl",
  version,
  description: "Perl interpreter and its own modules",
  license: "Artistic-1.0-Perl OR GPL-1.0-or-later",
  website: "https://www.perl.org",
  purl: "pkg:github/perl/perl5",
  cpe: "cpe:2.3:a:perl:perl:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://www.cpan.org/src/5.0/perl-${version}.tar.xz`,
    mirrors: [debian(`pool/main/p/perl/perl_${version}.orig.tar.xz`)],
    sha256: "c9387e1473a1866935cb047ece7c2e0a80767a3acdecb79d4a375f8a95970ddc",
    size: 14495300,
  }],
  patches: ["config.over.patch"],
  licenseFiles: ["Artistic", "Copying"],
  base: stage3,
  runDeps: [musl],
  provides: ["perl"],
  build: autotools({
    check: { skip: "take too long for a build: some 2,800 files" },
    script: "Configure",
    prefix: false,
    configure: [
      "-des",
      "-Dprefix=/usr",
      "-Dvendorprefix=/usr",
      "-Dprivlib=/usr/lib/perl5/core_perl",
      "-Darchlib=/usr/lib/perl5/core_perl",
      "-Dsitelib=/usr/lib/perl5/site_perl",
      "-Dsitearch=/usr/lib/perl5/site_perl",
      "-Dvendorlib=/usr/lib/perl5/vendor_perl",
      "-Dvendorarch=/usr/lib/perl5/vendor_perl",
      "-Darchname=x86_64-linux",
      "-Dcc=gcc",
      "-Doptimize=-O2",
      "-Dldflags=-s",
      "-Dlddlflags=-shared -s",
      "-Duseshrplib",
      "-Dusethreads",
      "-Dinstallusrbinperl=n",
    ],
    install: ["DESTDIR=/rootfs", "install.perl"],
  }),
  tests: [["/usr/bin/perl", "-MPOSIX", "-e", "exit(floor(1.5) != 1)"]],
});
