import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BuiltTree, sha } from "./built-tree.js";
import { run } from "./pack-workspace.js";

const built = new BuiltTree();
let tree: BuiltTree;
beforeAll(() => built.buildAll());
afterAll(() => built.remove());
beforeEach(() => void (tree = built.copy()));
afterEach(() => tree.remove());

const tests =
  '# Tests of core-b.\nFROM stagex.invalid/core-b AS test\nCOPY --from=stagex.invalid/core-a . /\nRUN --network=none ["/file"]\n';
const file = "generated/core/b/Containerfile.test";
const note = (): string =>
  `digest ${tree.digest("core-b")}\ntests sha256:${sha(tree.read(file))}\nwith core-a ${tree.digest("core-a")}\nengine docker 28.5.2\n`;

/** No engine of this machine is found: a test that has to run ends with a message. */
const check = (...goals: string[]) => tree.run("check", goals, { ENGINE: "none-here" });
const wantsEngine = "unknown engine 'none-here'";

/** core-b with a test, and the note that it passed. */
function testedTree(): void {
  tree.put(file, tests);
  tree.put(`${tree.layout("core-b")}/tested`, note());
}

describe("an image that passed its tests", () => {
  test("is not tested again, and no engine is needed to say so", async () => {
    testedTree();
    expect(await check("b")).toMatchObject({
      code: 0,
      stdout: "1 of 1 images passed their tests, 0 of them just now\n",
    });
  });

  test("is counted among all images, and those without tests are named", async () => {
    testedTree();
    expect(await check()).toMatchObject({
      code: 0,
      stdout: "1 of 1 images passed their tests, 0 of them just now; 3 without tests: core-a core-c pallet-all\n",
    });
  });

  test.each<[string, () => Promise<void> | void]>([
    ["its own files", () => tree.build("core-b", "another\n")],
    [
      "an image that it runs with",
      () => tree.build("core-a", "another\n").then(() => tree.build("core-b", "core-b\n")),
    ],
    ["its tests", () => tree.put(file, tests.replace("/file", "/other"))],
    ["the note", () => tree.put(`${tree.layout("core-b")}/tested`, note().replace(/^with .*\n/m, ""))],
  ])("is tested again when %s changed", async (_, change) => {
    testedTree();
    await change();
    const result = await check("core-b");
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(wantsEngine);
  });

  test("is made of the images that instructions name, not of those that a program's text does", async () => {
    const program =
      'COPY <<"EOF" /tmp/test.c\nFROM stagex.invalid/core-c AS test\nCOPY --from=stagex.invalid/nosuch . /\nEOF\n';
    tree.put(file, tests.replace("RUN", `${program}RUN`));
    tree.put(`${tree.layout("core-b")}/tested`, note());
    expect(await check("b")).toMatchObject({ code: 0, stderr: "everything is up to date\n" });
  });

  test("is tested again when it is asked for without cache", async () => {
    testedTree();
    const result = await tree.run("check", ["b"], { ENGINE: "none-here", NOCACHE: "1" });
    expect(result.stderr).toContain(wantsEngine);
  });
});

describe("tests run under the flags of the keys", () => {
  /** A podman that notes what it is told, and fails. */
  function fakePodman(): Record<string, string> {
    tree.put(
      "bin/podman",
      `#!/bin/sh\ncase $1 in --version) echo podman version 5.4.2; exit ;; info) exit ;; esac\necho "$@" >>"${tree.root}/told"\nexit 1\n`,
    );
    chmodSync(join(tree.root, "bin/podman"), 0o755);
    return { ENGINE: "podman", PATH: `${join(tree.root, "bin")}:${process.env["PATH"]}` };
  }

  beforeEach(async () => {
    tree.define("core-b", "# core-b\n", ["flag ulimit=nofile=7:7"]);
    await tree.build("core-b", "core-b\n");
    testedTree();
    tree.put(file, tests.replace("/file", "/other"));
  });

  test("and no others", async () => {
    await tree.run("check", ["b"], fakePodman());
    expect(tree.read("told")).toContain(" --network none --ulimit nofile=7:7 ");
  });

  test("of which there is one set", async () => {
    tree.define("core-c", "# core-c\n", ["flag ulimit=nofile=8:8"]);
    const result = await tree.run("check", ["b"], fakePodman());
    expect(result.stderr).toContain(`scripts/check: keys in ${tree.root}/generated differ in the flag ulimit`);
    expect(tree.has("told")).toBe(false);
  });
});

test("Images without any test cannot pass.", async () => {
  expect(await check("a", "c")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "scripts/check: no tests in the definitions of core-a core-c\n",
  });
});

test("A goal that names nothing is wrong use.", async () => {
  expect(await check("nosuch")).toMatchObject({
    code: 2,
    stderr: "scripts/check: nothing is called 'nosuch'; see `make help`\n",
  });
});

describe("the explanation of a failed test", () => {
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const awk = fileURLToPath(new URL("../../scripts/lib/test-failure.awk", import.meta.url));
  const program = 'COPY <<"EOF_" /tmp/test.c\nRUN --network=none ["/no"]\nEOF\nEOF_\n';
  const containerfile = `${tests.replace("RUN", `${program}RUN`)}RUN --network=none \\\n    <<"EOF"\nset -eu\necho RUN\nCOPY <<"no" || RUN=1 false\nEOF\nRUN --network=none ["/last"]\n`;

  /** What is said about a log; all of them were written by the engines themselves. */
  async function explain(engine: string, log: string): Promise<string> {
    writeFileSync(join(folder, "Containerfile.test"), containerfile);
    writeFileSync(join(folder, "log"), log);
    return (
      await run(["awk", "-v", `engine=${engine}`, "-f", awk, join(folder, "Containerfile.test"), join(folder, "log")])
    ).stdout;
  }

  test("takes the command and what it said from a log of Docker", async () => {
    const log = [
      "#8 [test 1/5] COPY --from=stagex.invalid/core-a . /",
      "#8 DONE 1.0s",
      '#10 [test 2/5] RUN --network=none ["/file"]',
      "#10 0.095 first",
      "#10 ...",
      "#8 [test 1/5] COPY --from=stagex.invalid/core-a . /",
      '#10 [test 2/5] RUN --network=none ["/file"]',
      "#10 DONE 0.1s",
      '#11 [test 3/5] RUN --network=none     <<"EOF" (set -eu...)',
      "#11 0.098 RUN",
      "#11 0.104 some output",
      '#11 ERROR: process "/bin/sh -c set -eu\\necho RUN\\nRUN=1 false\\n" did not complete successfully: exit code: 7',
      "------",
      ' > [test 3/5] RUN --network=none     <<"EOF" (set -eu...):',
      "0.098 RUN",
    ].join("\n");
    expect(await explain("docker", `${log}\n`)).toBe(
      'test 2 of 3 failed with docker, exit status 7:\n    echo RUN\n    COPY <<"no" || RUN=1 false\nits output:\n    RUN\n    some output\n',
    );
  });

  test("takes the command and what it said from a log of Podman", async () => {
    const log = [
      "STEP 1/5: FROM oci:/out/linux-amd64/core-b AS test",
      "Getting image source signatures",
      "STEP 2/5: COPY --from=stagex.invalid/core-a . /",
      "--> 6edcfb319d7a",
      'STEP 3/5: RUN --network=none ["/file"]',
      "error running container: from /usr/bin/crun creating container for [/file]: executable file `/file` not found: No such file or directory",
      'Error: building at STEP "RUN --network=none ["/file"]": while running runtime: exit status 1',
    ].join("\n");
    expect(await explain("podman", `${log}\n`)).toBe(
      'test 1 of 3 failed with podman, exit status 1:\n    ["/file"]\nits output:\n    error running container: from /usr/bin/crun creating container for [/file]: executable file `/file` not found: No such file or directory\n',
    );
  });

  test("shows the engine's last words when no command ran", async () => {
    expect(await explain("buildah", "Error: no such image\n")).toBe("buildah ran no test:\n    Error: no such image\n");
  });
});
