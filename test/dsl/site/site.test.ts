import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawnBy } from "../../../dsl/emit/graphviz.js";
import { parseHistory, withoutRepeats } from "../../../dsl/site/history.js";
import { changeText, sizeText, timeText, versionsAt } from "../../../dsl/site/words.js";
import { defs, repository } from "../../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../../support/files.js";
import { git as gitIn } from "../../support/git.js";

const zlib = "images/core-zlib.html";

describe("defs site", () => {
  let [root, folder] = ["", ""];
  const site = (...words: string[]) => defs(root, ["site", "--to", folder, ...words]);
  const git = (...words: string[]): string => gitIn(root, ...words);

  beforeAll(async () => {
    root = temporaryFolder({ from: join(repository, "test/skeleton"), onTestFinished: afterAll });
    folder = join(temporaryFolder({ onTestFinished: afterAll }), "site");
    writeFiles(root, {
      "digests/linux-amd64/core.txt": `${"a".repeat(64)} core-zlib\n`,
      "digests/provenance.txt": `core-zlib@linux/amd64 sha256:${"a".repeat(64)} sha256:${"b".repeat(64)} docker 28; podman 5 without cache\n`,
    });
    git("init", "-q", ".");
    git("add", "generated", "digests");
    git("commit", "-q", "-m", "Say <why> & when");
    const { stderr, exitCode, stdout } = await site("--address", "https://example.org/x", "--json");
    expect([stderr, exitCode]).toEqual(["", 0]);
    expect(JSON.parse(stdout)).toMatchObject({ images: 5, removed: [], unchanged: 0 });
  });

  test("tells of an image what is known of it", () => {
    const page = readFileSync(join(folder, zlib), "utf8");
    for (const said of [
      "COPY --from&#x3D;stagex.invalid/core-zlib:1.3.1 . /",
      `core-zlib@sha256:${"a".repeat(64)}`,
      "docker 28; podman 5 without cache",
      "there is no policy yet",
      'href="pallet-compression.html"',
      "FROM stagex.invalid/core-zlib:1.3.1 AS build",
      "not known: the image with this digest did not lie where these pages were made",
      '<a href="core-zlib.xml">Feed of core-zlib</a>',
      "Say &lt;why&gt; &amp; when",
    ])
      expect(page).toContain(said);
  });

  test("has a feed with the address, the times of commits and one entry a version", () => {
    const feed = readFileSync(join(folder, "feed.xml"), "utf8");
    expect(feed).toContain('<link href="https://example.org/x/images/core-zlib.html"/>');
    expect(feed.match(/<entry>/g)?.length).toBe(feed.match(/: new, at /g)?.length);
    expect(feed).toMatch(/<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/updated>/);
  });

  test("has a feed of each image, with its digests, which leads to the page also without an address", async () => {
    const feed = readFileSync(join(folder, "images/core-zlib.xml"), "utf8");
    expect(feed).toContain('<link rel="self" href="https://example.org/x/images/core-zlib.xml"/>');
    expect(feed).toContain("<title>core-zlib: new, at 1.3.1</title>");
    const elsewhere = join(temporaryFolder(), "site");
    await defs(root, ["site", "--to", elsewhere]);
    expect(readFileSync(join(elsewhere, "images/core-zlib.xml"), "utf8")).toContain(
      '<link href="../images/core-zlib.html"/>',
    );
  });

  test("writes only what changed, and removes what it wrote and is no more", async () => {
    const before = statSync(join(folder, "index.html")).mtimeMs;
    writeFileSync(join(folder, zlib), "changed by somebody");
    writeFileSync(join(folder, "own.html"), "not ours");
    writeFileSync(
      join(folder, ".defs-site"),
      `${readFileSync(join(folder, ".defs-site"), "utf8")}images/core-old.html\n../outside\n`,
    );
    writeFileSync(join(folder, "images/core-old.html"), "old");
    const { stdout } = await site("--address", "https://example.org/x", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ written: [zlib], removed: ["images/core-old.html"] });
    expect(statSync(join(folder, "index.html")).mtimeMs).toBe(before);
    expect(readFileSync(join(folder, "own.html"), "utf8")).toBe("not ours");
  });

  test("gives the same bytes from nothing", async () => {
    const first = readFiles(folder);
    first.delete("own.html");
    rmSync(join(root, ".cache"), { recursive: true });
    folder = join(temporaryFolder({ onTestFinished: afterAll }), "again");
    await site("--address", "https://example.org/x");
    expect(readFiles(folder)).toEqual(first);
  });

  test.each([
    [["site"], 2, "required option '--to <dir>' not specified"],
    [["site", "--to", "FULL"], 2, "holds files that `defs site` did not write: give --to an empty folder"],
    [["site", "--to", "NEW", "--address", "example.org"], 2, "an address such as https://example.org/images is needed"],
    [["site", "--to", "NEW", "--trusted-policy", "a".repeat(64)], 3, "error E501"],
  ])("%j is refused, and nothing is written", async (words, code, said) => {
    const full = temporaryFolder();
    writeFileSync(join(full, "letter"), "mine");
    const at = words.map((word) => ({ FULL: full, NEW: join(full, "new") })[word] ?? word);
    const { stdout, stderr, exitCode } = await defs(root, at);
    expect([stdout, exitCode, stderr]).toEqual(["", code, expect.stringContaining(said)]);
    expect([...readFiles(full)]).toEqual([["letter", "mine"]]);
  });
});

describe("history", () => {
  const log = [
    `\0${"1".repeat(40)} 2026-11-02T10:00:00+02:00 Update`,
    "+# core-a 2.0. Generated from defs/core/a.ts: change that file",
    `+${"d".repeat(64)} core-a`,
    `\0${"2".repeat(40)} 2026-11-01T10:00:00Z Other lines of the text`,
    "+# core-a 1.0. Generated from defs/core/a.ts: change that file",
    `\0${"3".repeat(40)} 2026-10-01T10:00:00Z First`,
    "+# core-a 1.0. Generated from defs/core/a.ts: change that file",
    "-# core-b 1.0. Generated from defs/core/b.ts: change that file",
  ].join("\n");

  test("is one change a commit, in UTC, and removals are none", () => {
    const changes = parseHistory(log);
    expect([...changes.keys()]).toEqual(["core-a"]);
    expect(changes.get("core-a")![0]).toMatchObject({
      date: "2026-11-02T08:00:00Z",
      version: "2.0",
      digest: "d".repeat(64),
    });
  });

  test("leaves out a commit that changed neither", () => {
    expect(withoutRepeats(parseHistory(log).get("core-a")!).map(({ subject }) => subject)).toEqual(["Update", "First"]);
  });
});

test("a change says what came before it, and a digest has the version of its time", () => {
  const change = { date: "2026-01-01T00:00:00Z", commit: "c", subject: "s" };
  const history = [
    { ...change, version: undefined, digest: "b" },
    { ...change, version: "2.0", digest: undefined },
    { ...change, version: undefined, digest: "a" },
    { ...change, version: "1.0", digest: undefined },
  ];
  expect(history.map((each, index) => changeText(each, history.slice(index + 1)))).toEqual([
    "another digest",
    "from 1.0 to 2.0",
    "first digest",
    "new, at 1.0",
  ]);
  expect(versionsAt(history)).toEqual(["2.0", "2.0", "1.0", "1.0"]);
});

test("sizes and times are short", () => {
  expect([0, 512, 1536, 5 << 20].map(sizeText)).toEqual(["0 B", "512 B", "1.5 KiB", "5.0 MiB"]);
  expect([9, 150, 3900].map(timeText)).toEqual(["9 s", "3 min", "1 h 5 min"]);
});

test("pictures are remembered by the library that drew them", () => {
  const { dependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const [name, version] = drawnBy.split(" ");
  expect(dependencies[name!]).toBe(version);
});
