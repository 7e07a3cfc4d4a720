import { debian, definePackage, make, sh } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "0.8.3";

export const xxhash = definePackage({
  name: "core-xxhash",
  version,
  description: "Fast non-cryptographic hash algorithm",
  license: "BSD-2-Clause AND GPL-2.0-or-later",
  website: "https://xxhash.com",
  purl: "pkg:github/cyan4973/xxhash",
  sources: [{
    url: debian(`pool/main/x/xxhash/xxhash_${version}.orig.tar.gz`),
    sha256: "aae608dfe8213dfd05d909a57718ef82f30722c392344583d3f39050c7f29a80",
    size: 1147630,
  }],
  licenseFiles: ["LICENSE", "cli/COPYING"],
  base: stage4,
  runDeps: [musl],
  provides: ["xxh128sum", "xxh32sum", "xxh64sum", "xxhsum"],
  build: make({ flags: ["PREFIX=/usr"], flagsInEnvironment: true }),
  tests: [{ program: "test.c", flags: ["-lxxhash"] }, sh`printf '' | xxh64sum | grep -q '^ef46db3751d8e999'`],
  testDeps: [stage4],
});
