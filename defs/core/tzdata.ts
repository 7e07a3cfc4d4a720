import { debian, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

const version = "2026c";

// The compiler of time zones is that of the C library of GNU, in whose release upstream's lies: its own archive is not in the pool.
export const tzdata = definePackage({
  name: "core-tzdata",
  version,
  description: "Time zones of the world",
  license: "LicenseRef-public-domain",
  website: "https://www.iana.org/time-zones",
  sources: [
    {
      url: debian(`pool/main/t/tzdata/tzdata_${version}.orig.tar.gz`),
      sha256: "e4a178a4477f3d0ea77cc31828ff72aa38feff8d61aa13e7e99e142e9d902be4",
      size: 475694,
      strip: 0,
    },
    {
      url: debian("pool/main/g/glibc/glibc_2.43.orig.tar.xz"),
      sha256: "b8f0d50a7d4255658efe1f608cacdc4be82bb3c009875626df5968cc64c58880",
      size: 21553420,
      extract: false,
    },
  ],
  licenseFiles: ["LICENSE"],
  base: stage3,
  // Links are made here, for zic would make hard ones.
  build: sh`
    tar -x --no-same-owner --strip-components=1 -f /sources/glibc_2.43.orig.tar.xz glibc-2.43/timezone
    printf 'static char const PKGVERSION[] = "", TZVERSION[] = "", REPORT_BUGS_TO[] = "";\n' > timezone/version.h
    : > timezone/tzdir.h
    cc -O2 -DHAVE_GETTEXT=0 -DTZDEFAULT='"/etc/localtime"' -DTZDIR='"/usr/share/zoneinfo"' -o zic timezone/zic.c
    at=/rootfs/usr/share/zoneinfo
    mkdir -p $at
    set -- africa antarctica asia australasia etcetera europe factory northamerica southamerica backward
    grep -hv '^L' "$@" > zones
    grep -h '^L' "$@" > names
    ./zic -b fat -d $at zones
    while read -r _ target name _; do
      mkdir -p "$at/$(dirname "$name")"
      ln -s "$(echo "$name" | sed 's,[^/]*$,,; s,[^/]*/,../,g')$target" "$at/$name"
    done < names
    test -z "$(find $at -type l ! -exec test -e {} \; -print)"
    cp iso3166.tab leap-seconds.list zone.tab zone1970.tab $at
  `,
  tests: [sh`test "$(TZ=Asia/Calcutta date -d @0 +%H:%M)" = 05:30`],
  testDeps: [stage3],
});
