import { definePallet, sh } from "#dsl";
import { busybox } from "../core/busybox.js";
import { caCertificates } from "../core/ca-certificates.js";
import { go as compiler } from "../core/go.js";
import { pkgconf } from "../core/pkgconf.js";
import { clang } from "./clang.js";

export const cgo = definePallet({
  name: "pallet-cgo",
  description: "Go toolchain with a C and C++ compiler, a shell and certificates of authorities",
  members: [clang, busybox, caCertificates, compiler, pkgconf],
  config: {
    env: { CC: "cc", CGO_ENABLED: "1", CXX: "c++", GOCACHE: "/home/user/go/cache", GOPATH: "/home/user/go", GOTOOLCHAIN: "local" },
    entrypoint: ["/usr/bin/go"],
  },
  tests: [
    sh`
      mkdir /tmp/hello
      cd /tmp/hello
      printf 'package main\n\n// static int twice(int n) { return 2 * n; }\nimport "C"\nimport "fmt"\n\nfunc main() { fmt.Println(C.twice(21)) }\n' > main.go
      go mod init example.org/hello
      go build -trimpath .
      test "$(./hello)" = 42
      go build -trimpath -ldflags '-linkmode external -extldflags -static' .
      test "$(./hello)" = 42
    `,
  ],
});
