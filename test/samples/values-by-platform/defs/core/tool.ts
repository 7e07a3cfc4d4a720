import { autotools, buildTriplet, byPlatform, definePackage, on, sh, triplet } from "#dsl";
import { base } from "../bootstrap/base.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A package whose build differs by platform",
  license: "ISC",
  website: "https://example.org",
  platforms: ["linux/amd64", "linux/arm64"],
  base: on("linux/amd64", base),
  env: { TOOLS: `/opt/${triplet}/bin` },
  build: autotools({
    configure: [`--build=${buildTriplet}`, `--host=${triplet}`, ...byPlatform({ "linux/amd64": ["--with-sse", "--with-avx"], "linux/arm64": [] })],
    cache: { ac_cv_arch: byPlatform({ "linux/amd64": "x86", "linux/arm64": "arm64" }) },
    after: { install: sh`ln -s tool /rootfs/usr/bin/${triplet}-tool` },
    links: [{ at: `/usr/${triplet}/bin`, to: "../bin" }],
  }),
  config: { env: { TRIPLET: triplet } },
  tests: [[`/usr/bin/${triplet}-tool`, "--version"]],
});
