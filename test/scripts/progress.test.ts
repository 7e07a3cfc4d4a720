import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { repository } from "../support/compiler.js";
import { temporaryFolder, writeFiles } from "../support/files.js";
import { BuiltTree } from "./built-tree.js";

const scripts = join(repository, "scripts");
const now = (): number => Math.floor(Date.now() / 1000);

/** What a command prints on a terminal of so many columns. */
async function onTerminal(command: string, columns: number, env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await execa("script", ["-qec", `stty cols ${columns}; ${command}`, "/dev/null"], {
    env,
    stdin: "ignore",
    reject: false,
  });
  return stdout;
}

/** A shell that has the functions, with the folder of a build of four images. */
function shell(text: string): { command: string; env: Record<string, string> } {
  const folder = temporaryFolder();
  writeFiles(folder, {
    list: "core-a@linux-amd64 30\ncore-b@linux-amd64 1450\ncore-c@linux-386 \ncore-d@linux-amd64 600\n",
    done: "core-a@linux-amd64\n",
    stale: "core-a linux/amd64 why\n",
    "running/core-b@linux-amd64": `${now() - 754}\n`,
    "running/core-c@linux-386": `${now() - 3723}\n`,
  });
  const env = { folder, here: scripts, root: folder, out: join(folder, "out"), STAGEX_PROGRESS: folder };
  return { command: `sh -eufc '. "$here/lib/progress.sh"; ${text}'`, env };
}

describe("the line that tells what is at work", () => {
  const draw = async (columns: number): Promise<string> => {
    const { command, env } = shell("progress_draw >&2");
    return await onTerminal(command, columns, env);
  };

  test("has the time of each image, that of its last build, and what is left", async () => {
    // Which second it is may change on the way.
    expect(await draw(120)).toMatch(
      /^\r\x1b\[Kcore-b 12:3\d of 24:10, core-c 1:02:\d\d; 1 left, about 21:\d\d of work and 1 that nobody measured$/,
    );
  });

  test("is never longer than the terminal", async () => {
    const [, line] = (await draw(40)).split("\x1b[K");
    expect(line).toMatch(/^core-b 12:3\d of 24:10, core-c .*\.\.\.$/);
    expect(line!.length).toBeLessThan(40);
  });

  test("is written over while something is at work, and gone when that is over", async () => {
    const { command, env } = shell(
      'progress_start "$folder/stale"; progress_begin core-a@linux-amd64; sleep 3; progress_end core-a@linux-amd64; printf "%s\\n" "over$(progress_rest)"; sleep 2',
    );
    mkdirSync(join(env["folder"]!, "out"));
    const parts = (await onTerminal(command, 80, env)).split("\r\x1b[K");
    expect(parts.filter((part) => /^core-a 0:0\d$/.test(part)).length).toBeGreaterThanOrEqual(2);
    expect(parts.at(-1)!.trim()).toBe("over; 0 left");
  });
});

test("on a terminal each image has one line, which says what is left, and nothing stays behind", async () => {
  const tree = new BuiltTree({ "core-a": [], "pallet-one": ["core-a"], "pallet-two": ["pallet-one"] });
  onTestFinished(() => tree.remove());
  const need = (name: string, other: string): string =>
    `$(OUT)/linux-amd64/${name}/index.json: | $(OUT)/linux-amd64/${other}/index.json\n`;
  tree.put("generated/pallet.mk", need("pallet-two", "pallet-one") + need("pallet-one", "core-a"));
  await tree.build("core-a", "core-a\n");
  const temporary = temporaryFolder();
  const build = async (): Promise<string[]> =>
    (
      await onTerminal(`${scripts}/images all`, 200, {
        STAGEX_ROOT: tree.root,
        OUT: tree.out,
        MAKE: "make",
        TMPDIR: temporary,
      })
    )
      .replaceAll(/\r\x1b\[K(?:pallet-\w+ \d:\d\d[^\r\n]*)?/g, "")
      .split(/\r?\n/)
      .filter(Boolean);
  expect(await build()).toEqual([
    expect.stringMatching(/^pallet-one: sha256:\w{64} \(\d+ s\); 1 left$/),
    expect.stringMatching(/^pallet-two: sha256:\w{64} \(\d+ s\); 0 left$/),
  ]);
  rmSync(join(tree.out, "linux-amd64/pallet-two/index.json"));
  expect(await build()).toEqual([
    expect.stringMatching(/^pallet-two: sha256:\w{64} \(\d+ s, last time \d+ s\); 0 left$/),
  ]);
  await vi.waitFor(() => expect(readdirSync(temporary)).toEqual([]), { timeout: 20_000 });
});
