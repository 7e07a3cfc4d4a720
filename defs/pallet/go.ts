import { definePallet, sh } from "#dsl";
import { busybox } from "../core/busybox.js";
import { caCertificates } from "../core/ca-certificates.js";
import { go as goPackage } from "../core/go.js";

export const go = definePallet({
  name: "pallet-go",
  description: "Go toolchain with a shell and certificates of authorities",
  members: [busybox, caCertificates, goPackage],
  config: {
    env: { GOCACHE: "/home/user/go/cache", GOPATH: "/home/user/go", GOTOOLCHAIN: "local" },
    entrypoint: ["/usr/bin/go"],
  },
  tests: [
    ["/usr/bin/go", "version"],
    sh`
      mkdir /tmp/hello
      cd /tmp/hello
      printf 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("made by Go") }\n' > main.go
      go mod init example.org/hello
      go build -trimpath .
      test "$(./hello)" = 'made by Go'
    `,
  ],
});
