import type { RecipeBuild } from "../model/build.js";
import { command, recipe, rootfs, type RecipeOptions } from "./phases.js";

/** Options of `goToolchain`. */
export interface GoToolchainOptions extends RecipeOptions {
  /** The Go tree, by its absolute path, whose bin/go compiles this one. Default: /usr/lib/go. */
  readonly bootstrap?: string;
}

/** Where a Go toolchain is in an image. */
const home = "/usr/lib/go";

/** One toolchain, no C compiler, nothing from the network, and no settings of a user. */
const environment = {
  CGO_ENABLED: "0",
  GO111MODULE: "off",
  GOCACHE: "/tmp/go-cache",
  GOENV: "off",
  GOFLAGS: "",
  GOTOOLCHAIN: "local",
};

/** What a tree is used by: the commands, the tools and headers that they run and read, and the library's sources. */
const kept = ["VERSION", "bin", "go.env", "lib", "pkg", "src"];

/**
 * A Go toolchain compiled by an older one, without any object that somebody compiled beforehand (Go documentation, "Installing Go
 * from source", "Bootstrap toolchain from source"). It does what make.bash does, which needs bash: compiles cmd/dist, and lets that
 * compile the rest. Objects of the race detector and of BoringCrypto are in the source as .syso files: they are deleted first.
 */
export function goToolchain(options: GoToolchainOptions = {}): RecipeBuild {
  const { bootstrap = home } = options;
  const env = { ...environment, GOROOT_BOOTSTRAP: bootstrap };
  return recipe(
    "goToolchain",
    ["cp", "find", "ln", "mkdir", "rm"],
    {
      prepare: [command("find", ".", "-name", "*.syso", "-delete")],
      build: [
        command("cd", "src"),
        command(`GOROOT=${bootstrap}`, `${bootstrap}/bin/go`, "build", "-o", "cmd/dist/dist", "./cmd/dist"),
        command("GOROOT=/build", "./cmd/dist/dist", "bootstrap", "-a"),
        command("cd", ".."),
      ],
      install: [
        command("rm", "-rf", "pkg/obj", "pkg/bootstrap", "src/cmd/dist/dist"),
        command("mkdir", "-p", rootfs(home), "/rootfs/usr/bin"),
        command("cp", "-RP", ...kept, `${rootfs(home)}/`),
        command("ln", "-s", "../lib/go/bin/go", "../lib/go/bin/gofmt", "/rootfs/usr/bin/"),
      ],
    },
    { ...options, env: { ...env, ...options.env } },
  );
}
