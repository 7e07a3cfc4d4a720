import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serve, whole } from "../support/http.js";
import { createWorkspace, line, source } from "./fetch-workspace.js";
import type { Environment, Workspace } from "./fetch-workspace.js";

const hash = "0123456789abcdef".repeat(4);
const item = source("a.tar", 10);
let space: Workspace;

beforeEach(async () => {
  space = await createWorkspace();
});

afterEach(() => space.remove());

/** What `--list` prints for one source with this URL. */
async function list(url: string, env: Environment = {}): Promise<string[]> {
  const { code, stdout, stderr } = await space.fetch(line(item, url), env, "--list");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .trimEnd()
    .split("\n")
    .map((text) => text.replace(`${item.sha256} a.tar `, ""));
}

describe("a manifest", () => {
  const mistakes: readonly (readonly [string, string, RegExp])[] = [
    ["too few fields", `${hash} 10 a.tar`, /3 fields instead of at least 4; write '<sha256> /],
    ["two spaces", `${hash}  10 a.tar https://a.example/a`, /blanks other than one space/],
    ["a space at the end", `${hash} 10 a.tar https://a.example/a `, /blanks other than one space/],
    ["a tab", `${hash}\t10 a.tar https://a.example/a`, /blanks other than one space/],
    ["a carriage return", `${hash} 10 a.tar https://a.example/a\r`, /blanks other than one space/],
    ["a short hash", `${hash.slice(1)} 10 a.tar https://a.example/a`, /bad sha256 '1234.*'; write 64 lower-case/],
    ["an upper-case hash", `${hash.toUpperCase()} 10 a.tar https://a.example/a`, /bad sha256/],
    ["a hash of other letters", `${"g".repeat(64)} 10 a.tar https://a.example/a`, /bad sha256/],
    ["a size with a unit", `${hash} 10k a.tar https://a.example/a`, /bad size '10k'/],
    ["a negative size", `${hash} -1 a.tar https://a.example/a`, /bad size '-1'/],
    ["a size with a leading zero", `${hash} 010 a.tar https://a.example/a`, /bad size '010'/],
    ["a size beyond all disks", `${hash} 1${"0".repeat(15)} a.tar https://a.example/a`, /bad size/],
    ["a name with a slash", `${hash} 10 a/b https://a.example/a`, /bad file name 'a\/b'/],
    ["the name ..", `${hash} 10 .. https://a.example/a`, /bad file name '\.\.'/],
    ["a name with a leading dash", `${hash} 10 -rf https://a.example/a`, /bad file name '-rf'/],
    ["a name with a quote", `${hash} 10 a'b https://a.example/a`, /bad file name 'a'b'/],
    ["a file URL", `${hash} 10 a.tar file:///etc/passwd`, /bad URL 'file:\/\/\/etc\/passwd'; use https:/],
    ["an ftp URL", `${hash} 10 a.tar ftp://a.example/a`, /bad URL/],
    ["a URL without a host", `${hash} 10 a.tar https:///a`, /bad URL/],
    ["a URL with a password", `${hash} 10 a.tar https://me:secret@a.example/a`, /bad URL/],
    ["a URL with a back-quote", `${hash} 10 a.tar https://a.example/\`id\``, /bad URL .*written as %XX/],
    ["a URL that is not ASCII", `${hash} 10 a.tar https://a.example/é`, /bad URL/],
    ["a second URL that is bad", `${hash} 10 a.tar https://a.example/a gopher://b.example/`, /bad URL 'gopher:/],
    [
      "an unknown alias",
      `${hash} 10 a.tar mirror://gun/a`,
      /bad URL 'mirror:\/\/gun\/a'; the alias 'gun' is not in \S*mirrors\.txt/,
    ],
    ["an alias that is a pattern", `${hash} 10 a.tar mirror://*/a`, /the alias '\*' is not in/],
    ["an alias without a path", `${hash} 10 a.tar mirror://gnu/`, /bad URL/],
    [
      "a timestamp that is a date",
      `${hash} 10 a.tar mirror://debian@20260901/a`,
      /a timestamp looks like 20260901T000000Z/,
    ],
    [
      "a timestamp for gnu",
      `${hash} 10 a.tar mirror://gnu@20260901T000000Z/a`,
      /only the alias debian takes a timestamp/,
    ],
  ];
  test.each(mistakes)("With %s is refused by file and line, before anything is made.", async (_name, text, message) => {
    const { code, stderr } = await space.fetch(`# comment\n\n${text}\n`);
    expect(code).toBe(2);
    expect(stderr).toContain(`scripts/fetch: ${space.path("sources.txt")}:3: `);
    expect(stderr).toMatch(message);
    expect(existsSync(space.path("store"))).toBe(false);
  });

  test("All mistakes of all manifests are reported in one run.", async () => {
    const one = await space.write("one.txt", `${hash} 10 a b c\nx 10 a.tar https://a.example/\n`);
    const two = await space.write("two.txt", `${hash} ten .a https://a.example/\n`);
    const { code, stderr } = await space.start([one, two]).done;
    expect(code).toBe(2);
    expect(stderr.match(/(one|two)\.txt:\d+: bad \w+/g)).toEqual([
      "one.txt:1: bad URL",
      "one.txt:1: bad URL",
      "one.txt:2: bad sha256",
      "two.txt:1: bad size",
      "two.txt:1: bad file",
    ]);
    expect(stderr).toContain("scripts/fetch: 5 problem(s) in what was read; nothing was fetched\n");
  });

  test("A file name may not stand for two hashes in one manifest, but in two it may.", async () => {
    const other = source("a.tar", 10);
    const [one, two] = [line(item, "https://a.example/a"), line(other, "https://a.example/b")];
    const together = await space.fetch(one + two);
    expect(together.code).toBe(2);
    expect(together.stderr).toMatch(/sources\.txt:2: the file name 'a\.tar' is there before with another sha256/);
    const paths = [await space.write("one.txt", one), await space.write("two.txt", two)];
    expect((await space.start(["--list", ...paths]).done).code).toBe(0);
  });

  test("The last line needs no newline, and a source named twice is listed once.", async () => {
    const text = line(item, "https://a.example/a");
    const { stdout } = await space.fetch(text + text.trimEnd(), {}, "--list");
    expect(stdout).toBe(`${item.sha256} a.tar https://a.example/a\n`);
  });

  test("URLs with shell metacharacters are asked for as they are, and nothing is run.", async () => {
    const server = await serve();
    const paths = ["/$(touch$IFS'ran')", "/a;touch%20ran;b", "/'&touch$IFS'ran'", "/[1-3]*?x=(a)", "/$HOME/~/!!"];
    for (const path of paths) server.route(path, whole(Buffer.from("other")));
    const result = await space.fetch(line(item, paths.map((path) => `mirror://gnu${path}`).join(" ")), {
      STAGEX_MIRROR_GNU: server.url("/"),
      HOME: space.root,
    });
    await server.close();
    expect(result.code).toBe(1);
    expect(server.requests.map(({ path }) => path)).toEqual(paths);
    expect(existsSync(space.path("ran")) || existsSync("ran")).toBe(false);
  });
});

describe("mirror URLs", () => {
  test("An alias stands for all its bases, in order.", async () => {
    await space.write("generated/mirrors.txt", "# comment\ngnu https://one.example/gnu/ https://two.example/\n");
    expect(await list("https://first.example/a mirror://gnu/tar/a.tar")).toEqual([
      "https://first.example/a",
      "https://one.example/gnu/tar/a.tar",
      "https://two.example/tar/a.tar",
    ]);
  });

  test("The environment replaces the bases of an alias; a slash at the end may be left out.", async () => {
    const env = { STAGEX_MIRROR_GNU: "https://a.example http://127.0.0.1:1/b/" };
    expect(await list("mirror://gnu/x", env)).toEqual(["https://a.example/x", "http://127.0.0.1:1/b/x"]);
  });

  test("The dashes of an alias are underscores in the environment.", async () => {
    await space.write("mirrors", "kernel-org https://kernel.example/\n");
    const env = { STAGEX_MIRRORS: space.path("mirrors"), STAGEX_MIRROR_KERNEL_ORG: "https://near.example/" };
    expect(await list("mirror://kernel-org/x", env)).toEqual(["https://near.example/x"]);
  });

  test("A timestamp of a source replaces that of the table, where a base has one.", async () => {
    expect(await list("mirror://debian/pool/x")).toEqual([
      "https://snapshot.invalid/archive/debian/20260901T000000Z/pool/x",
      "https://pool.invalid/debian/pool/x",
    ]);
    expect(await list("mirror://debian@20250101T123456Z/pool/x")).toEqual([
      "https://snapshot.invalid/archive/debian/20250101T123456Z/pool/x",
      "https://pool.invalid/debian/pool/x",
    ]);
  });

  test("An override of debian serves sources with and without a timestamp, and a URL comes once.", async () => {
    const env = { STAGEX_MIRROR_DEBIAN: "http://127.0.0.1:1/20200101T000000Z/" };
    expect(await list("mirror://debian/x mirror://debian@20250101T123456Z/x", env)).toEqual([
      "http://127.0.0.1:1/20200101T000000Z/x",
    ]);
  });

  test("The word apt stands for the bases of the machine's apt sources.", async () => {
    await mkdir(space.path("apt/sources.list.d"), { recursive: true });
    await space.write(
      "apt/sources.list",
      "# deb http://comment.invalid/ x main\n" +
        "deb [arch=amd64 signed-by=/k] http://one.invalid/debian stable main\ndeb cdrom:[Disc]/ stable main\n",
    );
    await space.write(
      "apt/sources.list.d/a.sources",
      "Types: deb\nURIs: http://one.invalid/debian/\n http://two.invalid/x\n" +
        "# comment\nSuites: stable\n\nEnabled: no\nURIs: http://off.invalid/\n\nuris: https://three.invalid/\n",
    );
    await space.write("apt/sources.list.d/b.list.save", "deb http://saved.invalid/ stable main\n");
    const env = { STAGEX_MIRROR_DEBIAN: "https://own.invalid/ apt", STAGEX_APT_ETC: space.path("apt") };
    expect(await list("mirror://debian/pool/x", env)).toEqual([
      "https://own.invalid/pool/x",
      "http://one.invalid/debian/pool/x",
      "http://two.invalid/x/pool/x",
      "https://three.invalid/pool/x",
    ]);
  });

  const mistakes: readonly (readonly [string, string, Environment, RegExp])[] = [
    [
      "a plain http base in the table",
      "gnu http://a.example/\n",
      {},
      /mirrors\.txt:1: bad base URL 'http:\/\/a\.example\/'/,
    ],
    ["a base without a slash at the end", "gnu https://a.example/gnu\n", {}, /mirrors\.txt:1: bad base URL/],
    ["an alias without a base", "gnu\n", {}, /mirrors\.txt:1: alias 'gnu' has no base URL/],
    ["a bad alias", "GNU https://a.example/\n", {}, /mirrors\.txt:1: bad alias 'GNU'/],
    [
      "an alias given twice",
      "gnu https://a.example/\ngnu https://b.example/\n",
      {},
      /mirrors\.txt:2: alias 'gnu' is there twice/,
    ],
    [
      "an override that is a path",
      "gnu https://a.example/\n",
      { STAGEX_MIRROR_GNU: "/srv/x" },
      /STAGEX_MIRROR_GNU: bad base URL '\/srv\/x'/,
    ],
    [
      "apt for another alias",
      "gnu https://a.example/\n",
      { STAGEX_MIRROR_GNU: "apt" },
      /STAGEX_MIRROR_GNU: bad base URL 'apt'/,
    ],
    [
      "apt without apt sources",
      "debian https://a.example/\n",
      { STAGEX_MIRROR_DEBIAN: "apt", STAGEX_APT_ETC: "/nonexistent" },
      /STAGEX_MIRROR_DEBIAN: it names no usable base URL/,
    ],
  ];
  test.each(mistakes)("%s: that is refused by name.", async (_name, table, env, message) => {
    await space.write("generated/mirrors.txt", table);
    const { code, stderr } = await space.fetch(line(item, "https://a.example/a"), env, "--list");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("Without a mirror table an alias is unknown, and the message says what writes the table.", async () => {
    const { code, stderr } = await space.fetch(line(item, "mirror://gnu/a"), { STAGEX_MIRRORS: space.path("none") });
    expect(code).toBe(2);
    expect(stderr).toContain("which is missing: run 'defs compile'");
  });
});

describe("the command line", () => {
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /no manifest given/],
    [["--frobnicate", "x"], /unknown option --frobnicate/],
    [["--jobs"], /--jobs needs a value/],
    [["--jobs", "0", "x"], /bad value '0' for --jobs; give a number, at least 1/],
    [["--jobs", "2;id", "x"], /bad value '2;id' for --jobs/],
    [["--offline", "--check", "x"], /--offline and --check exclude each other/],
    [["/nonexistent/sources.txt"], /cannot read the manifest \/nonexistent\/sources\.txt/],
    [["--from", "/nonexistent", "x"], /no directory \/nonexistent/],
  ];
  test.each(mistakes)("%j is refused with code 2.", async (args, message) => {
    const { code, stdout, stderr } = await space.start(args).done;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("A setting that is no number is refused.", async () => {
    const { code, stderr } = await space.fetch(line(item, "https://a.example/a"), { STAGEX_MAX_SIZE: "2G" });
    expect(code).toBe(2);
    expect(stderr).toContain("bad value '2G' for STAGEX_MAX_SIZE");
  });

  test("--help names every option.", async () => {
    const { code, stdout } = await space.start(["--help"]).done;
    expect(code).toBe(0);
    for (const option of ["store", "from", "offline", "jobs", "check", "list", "quiet"])
      expect(stdout).toContain(`  --${option}`);
  });
});
