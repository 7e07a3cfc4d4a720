import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { isColoured } from "../../../dsl/cli/terminal/colour.js";
import { repository } from "../../support/compiler.js";
import { temporaryFolder } from "../../support/files.js";

afterEach(() => void vi.unstubAllEnvs());

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s to a compile ends it as that signal does, and leaves nothing in the folder for temporary files",
  async (signal) => {
    const [tree, temporary] = [temporaryFolder({ from: join(repository, "test/skeleton") }), temporaryFolder()];
    // A group of its own, as a terminal makes one: the signal reaches the type checker too.
    const child = spawn(process.execPath, [join(repository, "bin/defs.js"), "--root", tree, "compile", "--frozen"], {
      env: { ...process.env, TMPDIR: temporary },
      detached: true,
      stdio: "ignore",
    });
    const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    while (readdirSync(temporary).length === 0 && child.exitCode === null) await setTimeout(1);
    process.kill(-child.pid!, signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(temporary)).toEqual([]);
  },
);

test("what is printed on a terminal is coloured, unless NO_COLOR says otherwise", () => {
  vi.stubEnv("NO_COLOR", "");
  expect([isColoured({ isTTY: true }), isColoured({ isTTY: false }), isColoured({})]).toEqual([true, false, false]);
  vi.stubEnv("NO_COLOR", "1");
  expect(isColoured({ isTTY: true })).toBe(false);
});
