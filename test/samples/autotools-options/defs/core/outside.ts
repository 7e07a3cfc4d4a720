import { autotools, definePackage } from "#dsl";
import { base } from "../bootstrap/base.js";

export const outside = definePackage({
  name: "core-outside",
  version: "1.0",
  description: "A tool",
  license: "ISC",
  website: "https://example.org",
  sources: [
    {
      url: "https://example.org/outside-1.0.tar.gz",
      sha256: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      size: 1000,
    },
  ],
  base,
  build: autotools({
    autoreconf: ["--include=m4"],
    directory: "output/here",
    configure: ["--prefix=/opt/tool", "--disable-nls"],
    cache: { ac_cv_func_malloc_0_nonnull: "yes", gl_cv_func_getcwd_path_max: "no, but fine" },
    make: ["V=1"],
    check: ["XFAIL_TESTS=locale", "check"],
  }),
});
