#!/bin/sh
# Takes what live-bootstrap has installed into /rootfs; what the engine mounts into /etc stays out.
set -eu
mkdir -p /rootfs/etc /rootfs/root /rootfs/tmp /rootfs/var/tmp
chmod 1777 /rootfs/tmp /rootfs/var/tmp
cp -a /usr /rootfs/
for name in bin lib sbin; do
    if [ -L "/$name" ]; then cp -a "/$name" /rootfs/; fi
done
cp -a /etc/. /rootfs/etc/
rm -f /rootfs/etc/hosts /rootfs/etc/resolv.conf /rootfs/etc/hostname /rootfs/etc/mtab
echo 'root:x:0:0:root:/root:/bin/sh' >/rootfs/etc/passwd
echo 'root:x:0:' >/rootfs/etc/group
[ -e /rootfs/usr/bin/cc ] || ln -s gcc /rootfs/usr/bin/cc
[ -e /rootfs/usr/bin/c++ ] || ln -s g++ /rootfs/usr/bin/c++
