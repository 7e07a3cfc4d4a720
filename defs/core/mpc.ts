import { autotools, debian, definePackage, gnu, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";
import { gmp } from "./gmp.js";
import { mpfr } from "./mpfr.js";
import { musl } from "./musl.js";

const version = "1.3.1";

export const mpc = definePackage({
  name: "core-mpc",
  version,
  description: "Complex arithmetic of any precision",
  license: "LGPL-3.0-or-later",
  website: "https://www.multiprecision.org/mpc/",
  sources: [
    {
      url: gnu(`mpc/mpc-${version}.tar.gz`),
      mirrors: [debian(`pool/main/m/mpclib3/mpclib3_${version}.orig.tar.gz`)],
      sha256: "ab642492f5cf882b74aa0cb730cd410a81edcdbec895183ce930e706c1c759b8",
      size: 773573,
    },
  ],
  licenseFiles: ["COPYING.LESSER"],
  base: stage3,
  buildDeps: [mpfr],
  runDeps: [gmp, mpfr, musl],
  build: autotools({ configure: ["--disable-static"], check: "check" }),
  tests: [
    sh`
      cat >/tmp/test.c <<"END"
      #include <mpc.h>
      int main(void) {
        mpc_t i;
        mpc_init2(i, 100);
        mpc_set_ui_ui(i, 0, 1, MPC_RNDNN);
        mpc_sqr(i, i, MPC_RNDNN);
        return mpc_cmp_si_si(i, -1, 0) != 0;
      }
      END
      gcc -o /tmp/test /tmp/test.c -lmpc -lmpfr -lgmp
      /tmp/test
    `,
  ],
  testDeps: [stage3],
});
