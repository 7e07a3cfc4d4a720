import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Asks a server on the machine that builds: must fail. The test puts its port here. */
export const online = definePackage({
  name: "core-online",
  version: "1",
  description: "File that comes over the network",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  env: { SERVER_PORT: "1" },
  build: sh`
    mkdir /rootfs
    ls /sys/class/net
    cp /proc/net/dev /rootfs/interfaces
    bash -c "cat </dev/tcp/127.0.0.1/$SERVER_PORT" >/rootfs/answer
  `,
});
