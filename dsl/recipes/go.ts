import type { RecipeBuild, Step } from "../model/build.js";
import { modulePath, fileName, type VendoredFile } from "../model/source.js";
import { command, expand, ran, recipe, type RecipeOptions, type Skipped } from "./phases.js";
import { forEachVendored, vendoredFolder } from "./vendored.js";

/** Options of `go`; all lists are words, never shell text. */
export interface GoOptions extends RecipeOptions {
  /** The .zip of every module that is compiled and the .mod of every module that is looked at, as JSON beside the definition gives them. */
  readonly vendored?: readonly VendoredFile[];
  /** Packages whose programs are built. Default: `["."]`. */
  readonly packages?: readonly string[];
  /** Words of the linker, such as `["-X", "main.version=1.2"]`. An empty build id comes first. */
  readonly ldflags?: readonly string[];
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Further flags of `go build`. */
  readonly flags?: readonly string[];
  /** Runs `go test` over these packages, such as `["./..."]`. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: readonly string[] | Skipped;
}

/** Go's files in the build: outside the source. */
const home = "/go";

/** One toolchain, no C compiler unless asked for, and nothing from the network or from a checksum database. */
const environment = {
  CGO_ENABLED: "0",
  GOCACHE: `${home}/cache`,
  GOPATH: home,
  GOPROXY: "off",
  GOSUMDB: "off",
  GOTOOLCHAIN: "local",
};

/** A vendored set is read as a module proxy; go.sum is still checked (Go modules reference, "GOPROXY protocol", "Build commands"). */
const proxied = { GOFLAGS: "-mod=mod", GOPROXY: `file://${home}/proxy` };

/** `go build` of programs into /rootfs/usr/bin, without paths of the build or the state of a repository in them (go command, "Compile packages and dependencies"). */
export function go(options: GoOptions = {}): RecipeBuild {
  const { vendored = [], packages = ["."], ldflags = [], tags = [], flags = [] } = options;
  const check = ran(options.check);
  const shared = [...(tags.length > 0 ? [`-tags=${tags.join(",")}`] : []), ...flags];
  const named = vendored.map((file) => ({ ...file, name: file.name ?? moduleFileName(file.url) }));
  return recipe(
    "go",
    ["go", "cp", "mkdir", ...(vendored.length > 0 ? ["ln"] : [])],
    {
      prepare: named.length > 0 ? [layOut(named)] : [],
      build: [
        command("mkdir", "-p", `${home}/bin`),
        command(
          "go",
          "build",
          "-trimpath",
          "-buildvcs=false",
          `-ldflags=${["-buildid=", ...ldflags].join(" ")}`,
          ...shared,
          "-o",
          `${home}/bin/`,
          ...packages,
        ),
      ],
      check: check === undefined ? [] : [command("go", "test", ...shared, ...check)],
      install: [command("mkdir", "-p", "/rootfs/usr/bin"), command("cp", expand(`${home}/bin/*`), "/rootfs/usr/bin/")],
    },
    { ...options, env: { ...environment, ...(vendored.length > 0 ? proxied : {}), ...options.env } },
    { vendored: named },
  );
}

/** A module's files are called after their version alone, so names are made of the whole path. */
function moduleFileName(url: string): string {
  return (modulePath(url) ?? url.slice(url.lastIndexOf("/") + 1))
    .replace("/@v/", "-")
    .replaceAll("/", "-")
    .replaceAll("!", "~");
}

function layOut(vendored: readonly VendoredFile[]): Step {
  const lines = vendored.map((file) => `${fileName(file)} ${modulePath(file.url) ?? ""}`);
  return forEachVendored(
    ["name", "path"],
    [`mkdir -p "${home}/proxy/\${path%/*}"`, `ln -s "${vendoredFolder}/$name" "${home}/proxy/$path"`],
    lines,
  );
}
