import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

/** Everything that an ordinary user's tar cannot hold, and what the engines are known to treat differently. */
export const owners = definePackage({
  name: "core-owners",
  version: "1",
  description: "Files of many owners and kinds, with a setuid one",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/usr/bin /rootfs/usr/lib /rootfs/home/user /rootfs/empty/deep /rootfs/var/tmp /rootfs/one /rootfs/two
    cd /rootfs
    printf '#!/bin/sh\n' >usr/bin/su
    chmod 4755 usr/bin/su
    echo group >usr/bin/wall
    chown 0:5 usr/bin/wall
    chmod 2755 usr/bin/wall
    echo mine >home/user/file
    chown -R 1000:1000 home/user
    echo last >home/last
    chown 65535:65535 home/last
    echo secret >secret
    chmod 0000 secret
    chmod 0700 empty/deep
    chmod 1777 var/tmp
    echo linked >one/file
    ln one/file one/again
    ln one/file two/elsewhere
    chown 7:8 two/elsewhere
    echo text >"$(printf 'caf\303\251 \342\202\254')"
    echo long >"$(printf '%0200d' 7)"
    mkdir -p "one/$(printf '%0150d' 1)/$(printf '%0150d' 2)"
    echo deep >"one/$(printf '%0150d' 1)/$(printf '%0150d' 2)/file"
    ln -s usr/lib lib
    ln -s "/no/such/$(printf '%0150d' 3)" dangling
    truncate -s 3M sparse
    printf end >>sparse
    : >nothing
  `,
  setuid: ["/usr/bin/su", "/usr/bin/wall"],
});
