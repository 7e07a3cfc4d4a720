import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { autotools, cargo, cmake, copy, go, make, meson, perl, python, sh } from "../../../dsl/index.js";
import { emitScript } from "../../../dsl/emit/script.js";
import { phaseNames, type RecipeBuild } from "../../../dsl/model/build.js";

const crate = { url: "mirror://crates/ryu/ryu-1.0.18.crate", sha256: "1".repeat(64), size: 1 };
const goModule = { url: "mirror://go/github.com/!burnt!sushi/toml/@v/v1.3.2.zip", sha256: "2".repeat(64), size: 1 };

const recipes: Readonly<Record<string, RecipeBuild>> = {
  autotools: autotools({ autoreconf: true, directory: "output", cache: { ac_cv_a: "it's" }, check: "check" }),
  cargo: cargo({ vendored: [crate], check: true }),
  cmake: cmake({ check: true }),
  copy: copy({
    files: [{ lines: ["END", "END_", "$(exit 1)"], to: "/etc/a b", mode: "0600" }],
    links: [{ at: "/usr/bin/a", to: "b" }],
  }),
  go: go({ vendored: [goModule], check: ["./..."] }),
  make: make({ check: "test" }),
  meson: meson({ check: true }),
  perl: perl({ check: true }),
  "perl with Build.PL": perl({ script: "Build.PL", check: true }),
  python: python({ check: ["pytest"] }),
  "python with setup.py": python({ frontend: "setup.py", directory: "python" }),
};

function script(build: RecipeBuild): string {
  return emitScript(build.phases.map((phase) => ({ title: phase.name, steps: phase.steps })));
}

describe.each(Object.entries(recipes))("the recipe %s", (_, build) => {
  test("gives text that a POSIX shell can read", () => {
    expect(() => execFileSync("sh", ["-n"], { input: script(build), stdio: ["pipe", "ignore", "pipe"] })).not.toThrow();
  });

  test("runs its phases in order and installs into /rootfs", () => {
    const names = build.phases.map((phase) => phase.name);
    expect(names).toEqual(phaseNames.filter((name) => names.includes(name)));
    expect(script(build).slice(script(build).indexOf("# install"))).toContain("/rootfs");
  });

  test("is frozen", () => {
    expect(Object.isFrozen(build)).toBe(true);
  });
});

describe("flags of make", () => {
  test("are the makefile's own, or stand on the command line, or in the environment", () => {
    expect([make().env["CFLAGS"], script(make())]).toEqual([undefined, expect.not.stringContaining("CFLAGS")]);
    const given = make({ cflags: ["-DX"] });
    expect([given.env["CFLAGS"], script(given)]).toEqual([undefined, expect.stringMatching(/CFLAGS='-O2.* -DX'/s)]);
    const added = make({ cflags: ["-DX"], flagsInEnvironment: true });
    expect([added.env["CFLAGS"], script(added)]).toEqual([
      expect.stringMatching(/^-O2.* -DX$/s),
      expect.not.stringContaining("CFLAGS"),
    ]);
  });
});

describe("hooks", () => {
  test("stand before and after the phase that they name, and are counted", () => {
    const build = make({
      before: { build: sh`touch before` },
      after: { build: sh`touch after`, check: sh`touch checked` },
    });
    expect(script(build)).toContain('# build\ntouch before\nmake -j "$(nproc)"\ntouch after\n# check\ntouch checked\n');
    expect(build.hooks).toBe(3);
  });
});

describe("changes after the installation", () => {
  const changed = make({
    install: ["install"],
    remove: ["/usr/lib/*.la", "/usr/share/a b"],
    links: [{ at: "/usr/bin/t", to: "it's" }],
    after: { install: sh`last` },
  });

  test("remove first, then link, and stand before the hook", () => {
    expect(script(changed).split("# install\n")[1]).toBe(
      [
        "make install",
        "rm -r /rootfs/usr/lib/*.la",
        "rm -r '/rootfs/usr/share/a b'",
        "mkdir -p /rootfs/usr/bin",
        "ln -s 'it'\\''s' /rootfs/usr/bin/t",
        "last",
      ].join("\n"),
    );
  });

  test("are no raw shell, and need their tools", () => {
    expect(changed.hooks).toBe(1);
    expect(changed.tools).toEqual(["make", "rm", "ln", "mkdir"]);
  });
});

describe("the environment of a recipe", () => {
  test("can be replaced name by name", () => {
    expect(go({ env: { CGO_ENABLED: "1" } }).env).toMatchObject({ CGO_ENABLED: "1", GOTOOLCHAIN: "local" });
    expect(python({ env: { PYTHONHASHSEED: "7" } }).env).toMatchObject({
      PYTHONHASHSEED: "7",
      PYTHONDONTWRITEBYTECODE: "1",
    });
  });

  test("forbids Go the network, unless a vendored set stands in for it", () => {
    expect(go().env["GOPROXY"]).toBe("off");
    expect(go({ vendored: [goModule] }).env["GOPROXY"]).toBe("file:///go/proxy");
  });
});

describe("tools of a recipe", () => {
  test("follow the options", () => {
    expect(cmake().tools).toEqual(["cmake", "make"]);
    expect(cmake({ generator: "Ninja", check: true }).tools).toEqual(["cmake", "ninja", "ctest"]);
    expect(autotools({ autoreconf: true }).tools).toEqual(["make", "autoreconf"]);
    expect(python({ backend: ["setuptools"] }).tools).toEqual([
      "python3",
      "python:build",
      "python:installer",
      "python:setuptools",
    ]);
  });
});
