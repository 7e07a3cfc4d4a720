import { definePackage, pin, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";
import { lower } from "./lower.js";

/** Built only beside the very image that it names. */
export const pinned = definePackage({
  name: "core-pinned",
  version: "1",
  description: "File of an image that is pinned by its digest",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  buildDeps: [pin(lower, { digest: { "linux/amd64": "sha256:455899566e2c09c83d0321e509056f497dabe236a65bf47ff6716de3a8cceeaf" } })],
  imageBase: "scratch",
  build: sh`
    mkdir /rootfs
    cp /lower/version /rootfs/
  `,
});
