import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { streamOf } from "./pack-stream.js";
import { discard, imageOptions, pack, workspace } from "./pack-workspace.js";

let directory = "";
beforeAll(async () => {
  directory = await workspace();
  await writeFile(join(directory, "rootfs"), streamOf([]));
});
afterAll(() => discard(directory));

describe("A config is refused", () => {
  const start = '{"created":"1980-01-02T00:00:00Z","architecture":"amd64","os":"linux","config":{';
  const end = '},"rootfs":{"type":"layers","diff_ids":[]}}';
  test.each([
    ["for white space", `${start} ${end}`, "not JSON without white space"],
    ["for a second line", `${start}${end}\n\n`, "not one line"],
    ["for a control byte", `${start}"User":"\u0007"${end}`, "a control byte in it"],
    ["for a NUL byte", `${start}"User":"\0"${end}`, "a control byte in it"],
    ["for an unclosed string", `${start}"User":"0${end}`, "not JSON"],
    ["for a stray bracket", `${start}"Env":[]]${end}`, "not JSON"],
    ["for a trailing comma", `${start}"Env":[],${end}`, "not JSON"],
    ["for a key that is no string", `${start}5:5${end}`, "not JSON"],
    ["for filled diff ids", `${start}${end.replace("[]", '["sha256:0"]')}`, "not of the form"],
    ["for history", `${start}${end.replace("[]}", '[]},"history":[]')}`, "not of the form"],
    ["for another platform", `${start}${end}`.replace("amd64", "arm64"), "not of the form"],
    ["for another time", `${start}${end}`.replace("1980", "2020"), "not of the form"],
  ])("%s", async (_title, text, expected) => {
    const file = join(directory, "bad.config.json");
    await writeFile(file, text);
    const args = [
      "--config",
      file,
      "--image",
      "x",
      "--platform",
      "linux/amd64",
      "--rootfs",
      join(directory, "rootfs"),
      join(directory, "x"),
    ];
    const result = await pack(args);
    expect(result.stderr).toContain(expected);
    expect(result.code).toBe(1);
  });

  test("by nothing if it ends in one line feed or none, and holds brackets and quotes in strings", async () => {
    const text = `${start}"Env":["A=\\"]}{[\\\\","B=-1e5,true"],"Labels":{"a@#":"\\u00e9"},"N":[-1.5e+3,null]${end}`;
    const digests = new Set<string>();
    for (const line of [text, `${text}\n`]) {
      const file = join(directory, "good.config.json");
      await writeFile(file, line);
      const args = [
        "--config",
        file,
        "--image",
        "x",
        "--platform",
        "linux/amd64",
        "--rootfs",
        join(directory, "rootfs"),
        join(directory, "x"),
      ];
      digests.add((await pack(args)).stdout);
    }
    expect([...digests]).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}\n$/)]);
  });
});

describe("Wrong use is code 2", () => {
  test.each([
    [["--platform", "linux/amd64/v8"], "bad platform"],
    [["--platform", "windows/amd64"], "bad platform"],
    [["--image", "Up"], "bad image name"],
    [["--image", "../x"], "bad image name"],
    [["--setuid", "usr/bin/su"], "bad path 'usr/bin/su' for --setuid"],
    [["--setuid", "/usr/../su"], "bad path '/usr/../su' for --setuid"],
    [["--rootfs", "/nowhere"], "/nowhere: no such file"],
    [["--rootfs", "/bin/sh", "--modes", "/nowhere"], "/nowhere: no such file"],
    [["--layers-of", "/nowhere"], "/nowhere: not a directory"],
    [["--frobnicate"], "unknown option '--frobnicate'"],
    [["--setuid", "/su"], "--setuid and --modes need --rootfs"],
    [["second"], "unexpected"],
    [[], "no layer"],
  ])("for %j", async (more, expected) => {
    const result = await pack([...(await imageOptions(directory, "x")), join(directory, "wrong"), ...more]);
    expect(result.stderr).toContain(expected);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    await expect(stat(join(directory, "wrong"))).rejects.toThrow();
  });
});
