import { debian, definePackage, go, sh } from "#dsl";
import { debianGo } from "../bootstrap/debian-go.js";

const version = "2.0.4";

/** Its one module lies in its vendor folder, as another source. */
export const goMd2man = definePackage({
  name: "core-go-md2man",
  version,
  description: "Converter of Markdown to manual pages",
  license: "MIT AND BSD-2-Clause",
  website: "https://github.com/cpuguy83/go-md2man",
  sources: [
    {
      url: debian(`pool/main/g/go-md2man-v2/go-md2man-v2_${version}.orig.tar.gz`),
      sha256: "b0a4c7c077ede56967deef6ab7e7696c0f46124b0b3360fd05564ec5a536f11f",
      size: 9902,
      name: `go-md2man-${version}.tar.gz`,
    },
    {
      url: debian("pool/main/g/golang-blackfriday-v2/golang-blackfriday-v2_2.1.0.orig.tar.gz"),
      sha256: "a13af0fc5305713f5154693feaf654d024689efea76390091a5e8c757335b4f4",
      size: 92896,
      name: "blackfriday-2.1.0.tar.gz",
      into: "vendor/github.com/russross/blackfriday/v2",
    },
  ],
  files: ["modules.txt"],
  base: debianGo,
  build: go({ flags: ["-mod=vendor"], before: { build: sh`cp /files/modules.txt vendor/` } }),
});
