import type { RecipeBuild, Step } from "../model/build.js";
import { fileName, type VendoredFile } from "../model/source.js";
import { command, ran, recipe, type RecipeOptions, type Skipped } from "./phases.js";
import { forEachVendored, vendoredFolder } from "./vendored.js";

/** Options of `cargo`; all lists are words, never shell text. */
export interface CargoOptions extends RecipeOptions {
  /** Every crate that Cargo.lock names, as `import crates from "./NAME/crates.json"` gives them. */
  readonly vendored?: readonly VendoredFile[];
  /** Flags of every call, such as `["--no-default-features", "--features=tls"]`. */
  readonly flags?: readonly string[];
  /** Directory of the crate whose programs are installed. Default: the build directory itself. */
  readonly path?: string;
  /** Runs the tests. Default: no check; `{ skip: "needs DejaGnu" }` says why. */
  readonly check?: boolean | Skipped;
}

/** Cargo's home in the build: outside the source, so that a configuration there stays as it is. */
const home = "/cargo";

/** What a compiled program says of its sources: their place in the crate, not in the build. */
const environment = {
  CARGO_HOME: home,
  CARGO_NET_OFFLINE: "true",
  CARGO_BUILD_RUSTFLAGS: `--remap-path-prefix=${home}/vendor/= --remap-path-prefix=/build/=`,
};

/** Source replacement (Cargo book, "Source Replacement", "Directory Sources"). */
const configuration = [
  "[source.crates-io]",
  'replace-with = "vendored"',
  "",
  "[source.vendored]",
  `directory = "${home}/vendor"`,
];

/**
 * `cargo build` and `cargo install` of a locked crate without network (Cargo book, "cargo build", "cargo install").
 * Dependencies from git are no crates of a registry and cannot be vendored this way.
 */
export function cargo(options: CargoOptions = {}): RecipeBuild {
  const { vendored = [], flags = [], path = "." } = options;
  const manifest = path === "." ? [] : [`--manifest-path=${path}/Cargo.toml`];
  return recipe(
    "cargo",
    ["cargo", ...(vendored.length > 0 ? ["gzip", "mkdir", "tar"] : [])],
    {
      prepare: vendored.length > 0 ? layOut(vendored) : [],
      build: [command("cargo", "build", "--frozen", "--release", ...manifest, ...flags)],
      check:
        ran(options.check) === true ? [command("cargo", "test", "--frozen", "--release", ...manifest, ...flags)] : [],
      install: [
        command("cargo", "install", "--frozen", "--no-track", `--path=${path}`, "--root=/rootfs/usr", ...flags),
      ],
    },
    { ...options, env: { ...environment, ...options.env } },
    { vendored, folders: options.path === undefined ? [] : [options.path] },
  );
}

/** Cargo compares `package` with the checksum in Cargo.lock; the files themselves were checked with the archive. */
function layOut(vendored: readonly VendoredFile[]): Step[] {
  return [
    command("mkdir", "-p", `${home}/vendor`),
    forEachVendored(
      ["sha256", "name"],
      [
        `tar -x --no-same-owner --no-same-permissions -C ${home}/vendor -f "${vendoredFolder}/$name"`,
        `printf '{"files":{},"package":"%s"}\\n' "$sha256" >"${home}/vendor/\${name%.crate}/.cargo-checksum.json"`,
      ],
      vendored.map((file) => `${file.sha256} ${fileName(file)}`),
    ),
    Object.freeze({ kind: "write" as const, path: `${home}/config.toml`, lines: configuration }),
  ];
}
