import { debian, definePackage, make } from "#dsl";
import { stage4 } from "../bootstrap/stage4.js";
import { musl } from "./musl.js";

const version = "5.5.1";

export const lua = definePackage({
  name: "core-lua",
  version,
  description: "Lua interpreter and library",
  license: "MIT",
  website: "https://www.lua.org",
  purl: "pkg:github/lua/lua",
  cpe: "cpe:2.3:a:lua:lua:*:*:*:*:*:*:*:*",
  sources: [{
    url: debian(`pool/main/l/lua5.5/lua5.5_${version}.orig.tar.gz`),
    sha256: "1c4b4068d67061f2a2231ad2b5422e77acea1487ea9890f6320af614f4373dce",
    size: 398643,
  }],
  licenseFiles: ["doc/readme.html"],
  base: stage4,
  runDeps: [musl],
  provides: ["lua", "luac"],
  build: make({
    flags: ["CC=cc -std=gnu99", "MYLIBS=", "INSTALL_TOP=/rootfs/usr"],
    cflags: ["-DLUA_COMPAT_5_4", "-DLUA_USE_LINUX", "-fPIC"],
    targets: ["linux"],
    install: ["install"],
  }),
  tests: [["/usr/bin/lua", "-e", "assert(string.format('%d', 6 * 7) == '42' and utf8.char(228) == 'ä')"]],
});
