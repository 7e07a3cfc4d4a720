import { autotools, debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { m4 } from "./m4.js";
import { musl } from "./musl.js";

const version = "2.6.4";

export const flex = definePackage({
  name: "core-flex",
  version,
  description: "Generator of lexical analysers",
  license: "BSD-2-Clause",
  website: "https://github.com/westes/flex",
  purl: "pkg:github/westes/flex",
  cpe: "cpe:2.3:a:flex_project:flex:*:*:*:*:*:*:*:*",
  sources: [{
    url: `https://github.com/westes/flex/releases/download/v${version}/flex-${version}.tar.gz`,
    mirrors: [debian(`pool/main/f/flex/flex_${version}.orig.tar.gz`)],
    sha256: "e87aae032bf07c26f85ac0ed3250998c37621d95f8bd748b31f15b33c45ee995",
    size: 1419096,
  }],
  licenseFiles: ["COPYING"],
  base: stage3,
  buildDeps: [m4],
  runDeps: [m4, musl],
  provides: ["flex", "lex"],
  build: autotools({
    check: { skip: "need Bison, for which flex does not wait" },
    configure: ["--disable-nls", "--disable-shared"],
    links: [{ at: "/usr/bin/lex", to: "flex" }],
  }),
  tests: [sh`
    printf '%%%%\nx return 1;\n' >/tmp/x.l
    flex -o /tmp/x.c /tmp/x.l
    cc -c -o /tmp/x.o /tmp/x.c
  `],
  testDeps: [stage3],
  allow: [{ code: "E803", subject: "core-m4", reason: "flex starts m4 for every scanner" }],
});
