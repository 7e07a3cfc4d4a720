import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { finish, run, start, type Result } from "./pack-workspace.js";

let directory = "";
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "child-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const prelude = 'set -euf; log=$1/log out=$1; : >"$log"; . "$2/scripts/lib/child.sh"; ';
/** Runs shell text that has scripts/lib/child.sh. */
const shell = (text: string, env: Record<string, string> = {}): Promise<Result> =>
  run(["sh", "-c", prelude + text, "sh", directory, repository], { env });
const log = (): string => readFileSync(join(directory, "log"), "utf8");
const lines = "echo one; echo two >&2; exit 3";

describe("A logged command", () => {
  test("goes to the log alone, and keeps its exit code", async () => {
    expect(await shell(`log_run sh -c '${lines}'`)).toEqual({ code: 3, stdout: "", stderr: "" });
    expect(log()).toBe("one\ntwo\n");
  });

  test("is shown under V=1 to its last line, and logged all the same", async () => {
    expect(await shell(`log_run sh -c '${lines}'`, { V: "1" })).toEqual({ code: 3, stdout: "", stderr: "one\ntwo\n" });
    expect(log()).toBe("one\ntwo\n");
  });

  test("is shown under V=1 without what the log had before", async () => {
    expect((await shell("log_run echo first; log_run echo second", { V: "1" })).stderr).toBe("first\nsecond\n");
  });

  test("ends with the script, and so does what shows it", async () => {
    writeFileSync(join(directory, "log"), "");
    const child = start(
      ["sh", "-c", `${prelude}log_run sh -c 'echo $$; exec sleep 600'`, "sh", directory, repository],
      { env: { V: "1" } },
    );
    await new Promise((resolve) => child.stderr?.once("data", resolve));
    child.kill("SIGTERM");
    // The pipes close only when nothing holds them any more.
    expect(await finish(child)).toMatchObject({ code: 143 });
    expect((await run(["kill", "-0", log().trim()])).code).not.toBe(0);
  });
});
