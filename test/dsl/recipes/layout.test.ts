import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cargo, copy, go, make } from "../../../dsl/index.js";
import { emitScript } from "../../../dsl/emit/script.js";
import type { RecipeBuild } from "../../../dsl/model/build.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

/** Runs one phase of a recipe, with the fixed folders of a build moved below a temporary one. */
function runPhase(build: RecipeBuild, name: string, folder: string): void {
  const steps = build.phases.find((phase) => phase.name === name)!.steps;
  const text = emitScript([{ title: undefined, steps }]).replace(
    /(?<=[ "'=>]|^)\/(rootfs|vendored|cargo|go)(?=[/" '\n]|$)/gm,
    `${folder}/$1`,
  );
  execFileSync("sh", {
    input: text,
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  });
}

/** A folder in which `make install` puts a library and a command, and what building there with these options gives. */
function installed(options: Parameters<typeof make>[0]): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    Makefile: `install:\n\tmkdir -p ${folder}/rootfs/usr/bin ${folder}/rootfs/usr/lib\n\ttouch ${folder}/rootfs/usr/bin/tool ${folder}/rootfs/usr/lib/a.la ${folder}/rootfs/usr/lib/b.la\n`,
  });
  runPhase(make({ install: ["install"], ...options }), "install", folder);
  return join(folder, "rootfs/usr");
}

describe("changes after the installation", () => {
  test("remove what the pattern matches, and link", () => {
    const usr = installed({ remove: ["/usr/lib/?.la"], links: [{ at: "/usr/sbin/t", to: "../bin/tool" }] });
    expect(readdirSync(join(usr, "lib"))).toEqual([]);
    expect(readlinkSync(join(usr, "sbin/t"))).toBe("../bin/tool");
  });

  test.each([
    ["a removal finds nothing", { remove: ["/usr/share/info"] }],
    ["a pattern matches nothing", { remove: ["/usr/lib/*.so"] }],
    ["something lies where a link is to be", { links: [{ at: "/usr/bin/tool", to: "other" }] }],
  ])("fail when %s", (_, options) => {
    expect(() => installed(options)).toThrow();
  });
});

describe("copy", () => {
  test("lays out files, texts, trees, links and directories with their modes", () => {
    const folder = temporaryFolder();
    writeFiles(folder, { "tool.sh": "run\n", "data/a/b": "deep\n", "data/.hidden": "" });
    const build = copy({
      directories: [{ at: "/var/tmp", mode: "1777" }],
      files: [
        { from: "tool.sh", to: "/usr/bin/tool", mode: "0755" },
        { lines: ["a $HOME `b` \\", "", "END"], to: "/etc/tool.conf", mode: "0600" },
      ],
      trees: [{ from: "data", to: "/usr/share/tool" }],
      links: [{ at: "/usr/lib/t", to: "../bin/tool" }],
    });
    runPhase(build, "install", folder);
    const rootfs = join(folder, "rootfs");
    expect(statSync(join(rootfs, "var/tmp")).mode & 0o7777).toBe(0o1777);
    expect(statSync(join(rootfs, "usr/bin/tool")).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(rootfs, "etc/tool.conf"), "utf8")).toBe("a $HOME `b` \\\n\nEND\n");
    expect(statSync(join(rootfs, "etc/tool.conf")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(rootfs, "usr/share/tool/a/b"), "utf8")).toBe("deep\n");
    expect(existsSync(join(rootfs, "usr/share/tool/.hidden"))).toBe(true);
    expect(readlinkSync(join(rootfs, "usr/lib/t"))).toBe("../bin/tool");
  });
});

describe("vendored sets", () => {
  test("become a directory source of Cargo with the checksums that Cargo.lock names", () => {
    const folder = temporaryFolder();
    writeFiles(folder, { "ryu-1.0.18/Cargo.toml": "[package]\n", "vendored/.keep": "" });
    execFileSync("tar", ["-czf", "vendored/ryu-1.0.18.crate", "ryu-1.0.18"], { cwd: folder });
    const sha256 = "1".repeat(64);
    runPhase(
      cargo({
        vendored: [
          { url: "https://static.crates.io/crates/ryu/1.0.18/download", name: "ryu-1.0.18.crate", sha256, size: 1 },
        ],
      }),
      "prepare",
      folder,
    );
    const crate = join(folder, "cargo/vendor/ryu-1.0.18");
    expect(existsSync(join(crate, "Cargo.toml"))).toBe(true);
    expect(JSON.parse(readFileSync(join(crate, ".cargo-checksum.json"), "utf8"))).toEqual({
      files: {},
      package: sha256,
    });
    expect(readFileSync(join(folder, "cargo/config.toml"), "utf8")).toContain(
      '[source.crates-io]\nreplace-with = "vendored"\n',
    );
  });

  test("become a module proxy of Go, each file at the place that its address names", () => {
    const folder = temporaryFolder();
    writeFiles(folder, { "vendored/github.com-~burnt~sushi-toml-v1.3.2.mod": "module x\n" });
    runPhase(
      go({
        vendored: [
          {
            url: "https://proxy.golang.org/github.com/!burnt!sushi/toml/@v/v1.3.2.mod",
            sha256: "2".repeat(64),
            size: 1,
          },
        ],
      }),
      "prepare",
      folder,
    );
    const place = join(folder, "go/proxy/github.com/!burnt!sushi/toml/@v/v1.3.2.mod");
    expect(lstatSync(place).isSymbolicLink()).toBe(true);
    expect(readFileSync(place, "utf8")).toBe("module x\n");
  });

  test("stop the build when a file of the set is missing", () => {
    const folder = temporaryFolder();
    expect(() =>
      runPhase(
        cargo({ vendored: [{ url: "mirror://crates/ryu/ryu-1.0.18.crate", sha256: "1".repeat(64), size: 1 }] }),
        "prepare",
        folder,
      ),
    ).toThrow(/ryu-1\.0\.18\.crate/);
  });
});
