import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { musl } from "./musl.js";
import { perl } from "./perl.js";

const version = "3.6.3";

export const openssl = definePackage({
  name: "core-openssl",
  version,
  description: "TLS and cryptography library",
  license: "Apache-2.0",
  website: "https://www.openssl.org",
  purl: "pkg:github/openssl/openssl",
  cpe: "cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://www.openssl.org/source/openssl-${version}.tar.gz`,
    mirrors: [debian(`pool/main/o/openssl/openssl_${version}.orig.tar.gz`)],
    sha256: "243a86649cf6f23eeb6a2ff2456e09e5d77dd9018a54d3d96b0c6bdd6ba6c7f1",
    size: 54953005,
    signature: {
      url: debian(`pool/main/o/openssl/openssl_${version}.orig.tar.gz.asc`),
      sha256: "b63c50e25308f0ace0186196b0b65b698cc73e814a7cc29cd7a43c6d134fd8b4",
      key: "upstream.asc",
    },
  }],
  licenseFiles: ["LICENSE.txt"],
  base: stage3,
  buildDeps: [perl],
  runDeps: [musl],
  provides: ["openssl"],
  // Two scripts of its administration need Perl, which the library does not.
  build: autotools({
    check: { skip: "take too long for a build: 354 recipes" },
    script: "Configure",
    configure: ["linux-x86_64", "--libdir=lib", "--openssldir=/etc/ssl", "shared", "no-docs", "no-tests"],
    install: ["DESTDIR=/rootfs", "install_sw", "install_ssldirs"],
    remove: ["/etc/ssl/misc", "/usr/bin/c_rehash"],
  }),
  tests: [sh`test "$(printf abc | openssl dgst -sha256 -r | cut -c 1-8)" = ba7816bf`, { program: "test.c", flags: ["-lcrypto"] }],
  testDeps: [stage3],
});
