import { copy, definePackage, sh } from "#dsl";
import { stage3 } from "../bootstrap/stage3.js";

// Everything is below /usr. Programs that look for lib64 or sbin find lib and bin.
export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1",
  description: "Directories, accounts and names that every image stands on",
  license: "ISC",
  website: "https://bootstrappable.org",
  files: ["group", "os-release", "passwd"],
  base: stage3,
  // There is no upstream, and nothing to test before the image is there.
  build: copy({
    directories: [
      ...["/dev", "/etc", "/home", "/proc", "/run", "/sys", "/usr/bin", "/usr/include", "/usr/lib", "/usr/share", "/var/cache", "/var/lib", "/var/log"].map((at) => ({ at })),
      { at: "/tmp", mode: "1777" },
      { at: "/var/tmp", mode: "1777" },
      { at: "/root", mode: "0700" },
      { at: "/home/user", mode: "0700", owner: "1000:1000" },
    ],
    files: ["group", "os-release", "passwd"].map((name) => ({ from: `/files/${name}`, to: `/etc/${name}` })),
    links: [
      { at: "/bin", to: "usr/bin" },
      { at: "/sbin", to: "usr/bin" },
      { at: "/lib", to: "usr/lib" },
      { at: "/lib64", to: "usr/lib" },
      { at: "/usr/sbin", to: "bin" },
      { at: "/usr/lib64", to: "lib" },
      { at: "/var/run", to: "../run" },
    ],
  }),
  config: { user: "1000:1000", env: { PATH: "/usr/bin", HOME: "/home/user", TZ: "UTC", LANG: "C.UTF-8" }, workdir: "/home/user" },
  tests: [
    sh`
      test "$(id -un) $HOME $PWD $(umask)" = "user /home/user /home/user 0022"
      touch "$HOME/file" /tmp/file /var/tmp/file
      for folder in /etc /usr /root /var/lib; do
        test ! -w "$folder"
      done
      for name in /bin /sbin /usr/sbin; do
        test "$(readlink -f "$name")" = /usr/bin
      done
    `,
  ],
  testDeps: [stage3],
});
