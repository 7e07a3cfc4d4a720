import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

const version = "20250419";

// Mozilla publishes the list in NSS; Debian's package carries it unchanged. What is written is for TLS servers alone.
export const caCertificates = definePackage({
  name: "core-ca-certificates",
  version,
  description: "Certificates of authorities that Mozilla trusts",
  license: "MPL-2.0",
  website: "https://wiki.mozilla.org/CA",
  sources: [{
    url: debian(`pool/main/c/ca-certificates/ca-certificates_${version}.tar.xz`),
    sha256: "33b44ef78653ecd3f0f2f13e5bba6be466be2e7da72182f737912b81798ba5d2",
    size: 277504,
  }],
  files: ["certdata.awk"],
  licenseFiles: ["debian/copyright"],
  base: stage3,
  build: sh`
    mkdir -p /rootfs/etc/ssl/certs
    awk -f /files/certdata.awk mozilla/certdata.txt > /rootfs/etc/ssl/certs/ca-certificates.crt
    ln -s certs/ca-certificates.crt /rootfs/etc/ssl/cert.pem
  `,
  tests: [sh`test "$(grep -c BEGIN /etc/ssl/cert.pem)" -gt 100`],
  testDeps: [stage3],
});
