import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";
import { lib01 } from "./lib-01.js";
import { lib02 } from "./lib-02.js";
import { lib03 } from "./lib-03.js";
import { lib04 } from "./lib-04.js";
import { lib05 } from "./lib-05.js";
import { lib06 } from "./lib-06.js";
import { lib07 } from "./lib-07.js";
import { lib08 } from "./lib-08.js";
import { lib09 } from "./lib-09.js";
import { lib10 } from "./lib-10.js";
import { lib11 } from "./lib-11.js";
import { lib12 } from "./lib-12.js";
import { lib13 } from "./lib-13.js";
import { lib14 } from "./lib-14.js";
import { lib15 } from "./lib-15.js";
import { lib16 } from "./lib-16.js";
import { lib17 } from "./lib-17.js";
import { lib18 } from "./lib-18.js";
import { lib19 } from "./lib-19.js";
import { lib20 } from "./lib-20.js";
import { lib21 } from "./lib-21.js";
import { lib22 } from "./lib-22.js";
import { lib23 } from "./lib-23.js";
import { lib24 } from "./lib-24.js";
import { lib25 } from "./lib-25.js";
import { lib26 } from "./lib-26.js";
import { lib27 } from "./lib-27.js";
import { lib28 } from "./lib-28.js";
import { lib29 } from "./lib-29.js";
import { lib30 } from "./lib-30.js";
import { lib31 } from "./lib-31.js";
import { lib32 } from "./lib-32.js";
import { lib33 } from "./lib-33.js";
import { lib34 } from "./lib-34.js";
import { lib35 } from "./lib-35.js";
import { lib36 } from "./lib-36.js";
import { lib37 } from "./lib-37.js";
import { lib38 } from "./lib-38.js";
import { lib39 } from "./lib-39.js";
import { lib40 } from "./lib-40.js";
import { lib41 } from "./lib-41.js";

export const tool = definePackage({
  name: "core-tool",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  base,
  buildDeps: [lib01, lib02, lib03, lib04, lib05, lib06, lib07, lib08, lib09, lib10, lib11, lib12, lib13, lib14, lib15, lib16, lib17, lib18, lib19, lib20, lib21, lib22, lib23, lib24, lib25, lib26, lib27, lib28, lib29, lib30, lib31, lib32, lib33, lib34, lib35, lib36, lib37, lib38, lib39, lib40, lib41],
  build: autotools(),
});
