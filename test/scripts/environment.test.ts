import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder } from "../support/files.js";
import { BuiltTree } from "./built-tree.js";

/** Settings of tools, as a shell's start-up file may hold them. */
const settings = {
  BUILDAH_FORMAT: "docker",
  BUILDAH_ISOLATION: "chroot",
  BUILDAH_LAYERS: "false",
  BUILDKIT_PROGRESS: "rawjson",
  BZIP: "-1",
  CDPATH: "/usr",
  CONTAINERS_CONF_OVERRIDE: "/nowhere/containers.conf",
  CURL_HOME: "/nowhere",
  DOCKER_DEFAULT_PLATFORM: "linux/arm64",
  EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: "/nowhere",
  GREP_OPTIONS: "-v",
  GZIP: "-1",
  LANG: "tr_TR.UTF-8",
  LC_ALL: "tr_TR.UTF-8",
  LC_COLLATE: "tr_TR.UTF-8",
  MAKEFILES: "/nowhere.mk",
  POSIXLY_CORRECT: "1",
  QUOTING_STYLE: "c",
  SOURCE_DATE_EPOCH: "1",
  TAR_OPTIONS: "--exclude=*.py",
  TZ: "XXX-13:45",
  XZ_DEFAULTS: "-0",
  XZ_OPT: "-0",
  work: "/nowhere",
  name: "value of two lines\nexport TAR_OPTIONS=x",
};

const proxies = ["ALL_PROXY", "FTP_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const through = Object.fromEntries(proxies.map((name) => [name, "http://p.example:1"]));

/** Scripts are those files of the repository that begin with `#!/bin/sh`; two verify and sign with an environment of their own. */
function scripts(): string[] {
  return ["scripts", "bootstrap"]
    .flatMap((folder) => readdirSync(join(repository, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => statSync(join(repository, path)).isFile())
    .filter((path) => readFileSync(join(repository, path), "utf8").startsWith("#!/bin/sh"))
    .filter((path) => !/\/(?:sign|verify-signatures|hex0\.sh)$/.test(path));
}

test.each(scripts())("%s begins with a clean environment", (path) => {
  const text = readFileSync(join(repository, path), "utf8");
  const before = text.slice(0, text.indexOf('lib/clean.sh"\n'));
  expect(text).toContain('lib/clean.sh"\n');
  expect(before.replace(/^#.*$/gm, "")).toMatch(
    /^\s*set -euf?\s+export LC_ALL=C(?: TZ=UTC0)?\s+(?:umask 022\s+)?here=\$\((?:CDPATH='' )?cd .* && pwd(?: -P)?\)\s+\. "\$here\/(?:\.\.\/scripts\/)?$/,
  );
});

test.each(["/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox sh"])(
  "what is not listed does not pass, in %s",
  async (shell) => {
    const [file, ...words] = shell.split(" ") as [string, ...string[]];
    const script = `set -euf; . "${repository}/scripts/lib/clean.sh"; export -p; echo "\${work-none}"`;
    const result = await execa(file, [...words, "-c", script], {
      env: { ...settings, STAGEX_STORE: "/a b", NOCACHE: "1", PATH: process.env["PATH"] },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    if (result.code === "ENOENT") return;
    if (result.exitCode !== 0) throw new Error(result.stderr);
    const names = [...result.stdout.matchAll(/^(?:export|declare -x) (\w+)/gm)].map(([, name]) => name);
    expect(names.filter((name) => !["PWD", "SHLVL", "_"].includes(name!)).sort()).toEqual([
      "LC_ALL",
      "NOCACHE",
      "PATH",
      "STAGEX_STORE",
    ]);
    expect(result.stdout).toMatch(/LC_ALL='?"?C'?"?$/m);
    expect(result.stdout).toMatch(/none$/);
  },
);

test("functions that bash takes from its environment are not called", async () => {
  const script = `set -euf; . "${repository}/scripts/lib/clean.sh"; printf 'b\\na\\n' | sort; sh -c 'printf "b\\na\\n" | sort'; echo "$#"`;
  const functions = ["sort", "read", "command", "declare", "["];
  const { exitCode, stdout } = await execa("bash", ["--posix", "-c", script, "sh", "word"], {
    env: {
      PATH: process.env["PATH"],
      ...Object.fromEntries(functions.map((name) => [`BASH_FUNC_${name}%%`, "() { echo theirs; }"])),
    },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  expect([exitCode, stdout]).toEqual([0, "a\nb\na\nb\n1"]);
});

/** Programs that note how they were called, in place of the engines. */
async function noted(engine: string, answer: string): Promise<{ words: string[]; env: string[]; settings: string }> {
  const tree = new BuiltTree();
  onTestFinished(() => tree.remove());
  await tree.build("core-a", "a\n");
  const bin = temporaryFolder();
  writeFileSync(
    join(bin, engine),
    `#!/bin/sh\ncase "$*" in *--version*|info*) ${answer}; exit ;; esac\n` +
      `printf '%s\\n' "$@" >'${bin}/words'\nenv >'${bin}/env'\ncat "\${CONTAINERS_CONF_OVERRIDE:-/dev/null}" >'${bin}/settings'\nexit 1\n`,
  );
  chmodSync(join(bin, engine), 0o755);
  await tree.run("build", ["core-b"], {
    ...settings,
    ...through,
    PATH: `${bin}:${process.env["PATH"]}`,
    ENGINE: engine,
  });
  const read = (name: string): string => readFileSync(join(bin, name), "utf8");
  return { words: read("words").split("\n"), env: read("env").split("\n"), settings: read("settings") };
}

describe("an engine", () => {
  const others = { podman: "podman version 5.8.6", buildah: "buildah version 1.43.2 (image-spec)" };

  test.each(Object.entries(others))("%s gets its isolation, and no proxy and no setting", async (engine, version) => {
    const { words, env, settings: file } = await noted(engine, `echo '${version}'`);
    expect(words).toContain(process.getuid?.() === 0 ? "--isolation=oci" : "--isolation=rootless");
    expect(words).toContain("--http-proxy=false");
    expect(env.filter((line) => /proxy/i.test(line))).toEqual([]);
    expect(env.filter((line) => /^(?:BUILDAH_|SOURCE_DATE_EPOCH|TZ|LANG)/.test(line))).toEqual([]);
    expect(file).toMatch(/^\[containers\]\n[\s\S]*^env = \[\{append = false\}\]$[\s\S]*^http_proxy = false$/m);
    for (const own of ["devices", "mounts", "volumes", "hooks_dir"])
      expect(file).toMatch(new RegExp(`^${own} = \\[\\{append = false\\}\\]$`, "m"));
    for (const name of ["ipcns", "pidns", "utsns"]) expect(file).toContain(`${name} = "private"\n`);
    expect(file).toMatch(/^seccomp_profile = ""$[\s\S]*^shm_size = "65536k"$[\s\S]*^umask = "0022"$/m);
  });

  test.each([
    ["podman", 'overlay.ignore_chown_errors: "true"', "ignore_chown_errors"],
    ["buildah", '"overlay.ignore_chown_errors=true"', "ignore_chown_errors"],
    ["podman", 'overlay.force_mask: "0700"', "force_mask"],
    ["podman", 'overlay.ignore_chown_errors: "false"', undefined],
  ])("%s with %s in its store is refused, or not", async (engine, said, option) => {
    const tree = new BuiltTree();
    onTestFinished(() => tree.remove());
    await tree.build("core-a", "a\n");
    const bin = temporaryFolder();
    const script = `#!/bin/sh\ncase $1 in --version) echo '${engine} version 5.8.6' ;; info) echo '${said}' ;; *) echo BUILDS; exit 1 ;; esac\n`;
    writeFileSync(join(bin, engine), script, { mode: 0o755 });
    const { code, stderr } = await tree.run("build", ["core-b"], {
      PATH: `${bin}:${process.env["PATH"]}`,
      ENGINE: engine,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      option === undefined ? "BUILDS" : `${engine} keeps images with the option ${option}, which`,
    );
  });

  test("docker gets an empty argument for each proxy, which its own configuration cannot fill", async () => {
    const { words, env } = await noted("docker", "echo 28.5.2 default io.containerd.snapshotter.v1 plugin-buildx");
    for (const name of proxies) expect(words.join(" ")).toContain(`--build-arg ${name}= `);
    expect(env.filter((line) => /proxy/i.test(line))).toEqual([]);
    expect(env.filter((line) => /^(?:SOURCE_DATE_EPOCH|DOCKER_DEFAULT|EXPERIMENTAL)/.test(line))).toEqual([]);
  });
});
