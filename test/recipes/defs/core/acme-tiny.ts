import { copy, debian, definePackage } from "#dsl";
import { debian as tools } from "../bootstrap/debian.js";

const version = "5.0.1";

export const acmeTiny = definePackage({
  name: "core-acme-tiny",
  version,
  description: "Client for certificates, in one file",
  license: "MIT",
  website: "https://github.com/diafygi/acme-tiny",
  sources: [{
    url: debian(`pool/main/a/acme-tiny/acme-tiny_${version}.orig.tar.gz`),
    sha256: "378549808eece574c3b5dcea82b216534949423d5c7ac241d9419212d676bc8d",
    size: 22406,
    name: `acme-tiny-${version}.tar.gz`,
  }],
  base: tools,
  build: copy({
    files: [{ from: "acme_tiny.py", to: "/usr/lib/acme-tiny/acme_tiny.py", mode: "0755" }],
    trees: [{ from: "tests", to: "/usr/share/acme-tiny/tests" }],
    links: [{ at: "/usr/bin/acme-tiny", to: "../lib/acme-tiny/acme_tiny.py" }],
    directories: [{ at: "/var/lib/acme-tiny", mode: "0700" }],
  }),
});
