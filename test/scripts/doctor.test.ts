import { accessSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRoot, run, type Result } from "./pack-workspace.js";
import { SeededTree, seeds } from "./seeded-tree.js";

const script = fileURLToPath(new URL("../../scripts/doctor", import.meta.url));
const tools = [
  "awk",
  "cat",
  "cmp",
  "curl",
  "cut",
  "df",
  "dirname",
  "find",
  "flock",
  "grep",
  "head",
  "id",
  "make",
  "mktemp",
  "nproc",
  "rm",
  "sed",
  "sh",
  "sort",
  "tar",
  "timeout",
];
let bin = "";

/** A PATH with the tools of a build and no engine. */
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "doctor-"));
  for (const tool of tools) {
    const folder = (process.env["PATH"] ?? "").split(":").find((entry) => has(join(entry, tool)));
    if (folder !== undefined) symlinkSync(join(folder, tool), join(bin, tool));
  }
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

function has(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Puts a program into the PATH that prints one text, as another release of it would. */
function put(name: string, text: string): void {
  rmSync(join(bin, name), { force: true });
  writeFileSync(join(bin, name), `#!/bin/sh\necho '${text}'\n`);
  chmodSync(join(bin, name), 0o755);
}

const doctor = (env: Record<string, string> = {}): Promise<Result> => run([script], { env: { PATH: bin, ...env } });
const line = (result: Result, word: string): string =>
  result.stdout.split("\n").find((text) => text.includes(word)) ?? "";

test("Without any engine it says how to get each one, and that nothing can be built.", async () => {
  const result = await doctor();
  expect(result.code).toBe(1);
  expect(line(result, " docker")).toMatch(/^missing +docker - install .*docker-buildx/);
  expect(line(result, " podman")).toMatch(/^missing +podman - install/);
  expect(line(result, " buildah")).toMatch(/^missing +buildah - install/);
  expect(line(result, "no engine can be used")).toMatch(/^fails +building/);
});

test("An engine that a build accepts is enough.", async () => {
  put("buildah", "buildah version 1.43.2 (image-spec 1.1.1, runtime-spec 1.3.0)");
  const result = await doctor();
  expect(line(result, "buildah 1.43.2")).toMatch(/^ok /);
  expect(line(result, "works")).toMatch(/building with ENGINE=buildah$/);
  expect(result.code).toBe(0);
});

test.runIf(isRoot)(
  "An ordinary user without ids for the owners of files is told how many are needed, and how to get them.",
  async () => {
    chmodSync(bin, 0o755);
    put("buildah", "buildah version 1.43.2 (image-spec 1.1.1)");
    const result = await run(["env", `PATH=${bin}`, script], { who: "ordinary" });
    const told = result.stdout.split("\n").filter((text) => text.includes(" ids of "));
    expect(told[0]).toMatch(
      /^missing +65536 ids of nobody in \/etc\/subuid, which has 0, for buildah .*--add-subuids 100000-165535 nobody/,
    );
    expect(told[1]).toMatch(
      /^missing +65536 ids of nobody in \/etc\/subgid, which has 0, for buildah .*--add-subgids 100000-165535 nobody/,
    );
  },
);

test("Two engines can check each other.", async () => {
  put("buildah", "buildah version 1.43.2 (image-spec 1.1.1)");
  put("podman", "podman version 5.8.6");
  const result = await doctor();
  expect(result.stdout).toContain("ENGINE=podman or buildah\n");
  expect(result.stdout).toContain("VARY=engine");
});

test("An engine that is too old is told with its version and the one that is needed.", async () => {
  put("podman", "podman version 4.3.1");
  const result = await doctor();
  expect(line(result, "podman 4.3.1")).toMatch(/^too old .*need 5\.4.* - install a newer package podman/);
  expect(result.code).toBe(1);
});

test("A docker client without a daemon is not usable.", async () => {
  writeFileSync(join(bin, "docker"), "#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n", {
    mode: 0o755,
  });
  const result = await doctor();
  expect(line(result, "docker does not answer")).toMatch(
    /^not usable .*Cannot connect to the Docker daemon.*start the daemon/,
  );
  expect(result.code).toBe(1);
});

test.each([
  ["once", /^ok +docker 28\.5\.2, /],
  ["always", /^not usable .*docker does not answer: its daemon said nothing for 5 minutes; restart it/],
])("A docker daemon that is silent %s is waited for, and said to be silent.", async (times, wanted) => {
  put("docker", "28.5.2 default [[driver-type io.containerd.snapshotter.v1]] plugin-buildx");
  const silent = times === "once" ? '[ "$1" = 20 ] && exit 124' : "exit 124";
  rmSync(join(bin, "timeout"));
  writeFileSync(join(bin, "timeout"), `#!/bin/sh\n${silent}\nshift\nexec "$@"\n`, { mode: 0o755 });
  const result = await doctor();
  expect(line(result, "docker")).toMatch(wanted);
  expect(result.stderr).toContain("docker has not answered for 20 s; it may be busy; waiting 5 minutes more");
});

test.each([
  ["make", "GNU Make 4.2.1", /^too old +GNU make 4\.2\.1, 4\.3 is needed/],
  [
    "tar",
    "bsdtar 3.6.2 - libarchive 3.6.2",
    /^missing +GNU tar: tar is another program here - install the package tar/,
  ],
  ["tar", "tar (GNU tar) 1.30", /^too old +GNU tar 1\.30, 1\.34 is needed/],
])("A %s that says '%s' is refused, even with an engine.", async (tool, version, wanted) => {
  put("buildah", "buildah version 1.43.2 (image-spec 1.1.1)");
  put(tool, version);
  const result = await doctor();
  expect(line(result, `GNU ${tool}`)).toMatch(wanted);
  expect(result.stdout).toContain("fails      building: something that every build needs");
  expect(result.code).toBe(1);
});

test("A tool that is not there is told with its package, and nothing can be built.", async () => {
  put("buildah", "buildah version 1.43.2 (image-spec 1.1.1)");
  rmSync(join(bin, "flock"));
  const result = await doctor();
  expect(line(result, "flock")).toBe("missing    flock - install the package util-linux");
  expect(result.code).toBe(1);
});

test("It tells the room where OUT will be, and leaves nothing there.", async () => {
  const out = join(bin, "far", "out");
  const result = await doctor({ OUT: out });
  expect(line(result, out)).toMatch(/^(ok|low) +room for images: \d+ GiB free/);
  expect(has(join(bin, "far"))).toBe(false);
  mkdirSync(out, { recursive: true });
  expect(line(await doctor({ OUT: out }), out)).toMatch(/GiB free/);
});

test("What stage3 costs from here is told, with the archives that are missing, until it is there.", async () => {
  const tree = new SeededTree();
  tree.put("bootstrap/costs.txt", "# comment\nbootstrap-stage2 7260 80 900\nbootstrap-stage3-tool 60 20 100\n");
  const look = (): Promise<Result> => tree.run("doctor", [], { STAGEX_STORE: join(tree.root, "store") });
  const cost = `make SEED=${seeds[0]} stage3: 5 images, about 2 h 2 min; 100 MiB in ${tree.out}, 1000 MiB in the engine's store`;
  const told = await look();
  expect(line(told, "stage3:")).toBe(`ok         ${cost}`);
  expect(line(told, "of its")).toMatch(/^missing +90 of its 90 archives, 83 MiB - make fetches them first/);
  await tree.chain(seeds[0], tree.out);
  expect(line(await look(), "stage3:")).toBe(`ok         make SEED=${seeds[0]} stage3: nothing is left to do`);
  tree.remove();
});
