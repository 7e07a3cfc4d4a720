import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitSvg } from "../../../dsl/emit/svg.js";
import { parseGraphFile } from "../../../dsl/graph/file.js";
import { closure, dependents, edgesOf, why } from "../../../dsl/graph/query.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";
import { git as gitIn } from "../../support/git.js";

const skeleton = join(repository, "test/skeleton");
const graph = parseGraphFile(readFileSync(join(skeleton, "generated/graph.json"), "utf8"));

describe("questions to the graph", () => {
  test("why gives a shortest chain, with the key that makes each step", () => {
    expect(why(graph, "pallet-compression", "bootstrap-debian")).toEqual([
      { from: "pallet-compression", to: "core-zlib", kind: "members" },
      { from: "core-zlib", to: "bootstrap-debian", kind: "base" },
    ]);
  });

  test("why gives nothing when there is no way", () => {
    expect(why(graph, "core-zlib", "core-bzip2")).toBeUndefined();
  });

  test("dependents are those that name an image, and those that use them", () => {
    expect(dependents(graph, new Set(["core-filesystem"]))).toEqual([
      { name: "core-bzip2", direct: true },
      { name: "core-zlib", direct: true },
      { name: "pallet-compression", direct: false },
    ]);
  });

  test("the closure holds what an image needs and nothing else", () => {
    expect([...closure(graph, ["core-zlib"]).keys()]).toEqual(["bootstrap-debian", "core-filesystem", "core-zlib"]);
  });

  test.each([
    ['{"schema":2,"images":[]}', "generated/graph.json: schema: "],
    ["null", "generated/graph.json: Invalid"],
    ["{", "generated/graph.json is not JSON"],
  ])("the file %s is refused, by its name and the member that differs", (text, said) => {
    expect(() => parseGraphFile(text)).toThrow(said);
  });

  test.each([
    [["--why", "core-zlib", "core-zlib"], "--why takes two different images"],
    [["--why", "zlib", "bootstrap-debian"], "there is no image 'zlib'; did you mean 'core-zlib'?"],
    [["--dependents", "core-zlib", "--affected", "HEAD"], "--dependents and --affected are several questions"],
    [["core-zlib", "--dependents", "core-zlib"], "--dependents asks about the whole graph"],
    [["--dependents", "core-zlib", "--format", "dot"], "--dependents has no picture"],
  ])("%j is refused in one line", async (words, said) => {
    const { exitCode, stdout, stderr } = await defs(skeleton, ["graph", ...words]);
    expect([exitCode, stdout, stderr.split("\n")]).toEqual([2, "", [expect.stringContaining(said)]]);
  });
});

describe("the picture", () => {
  test("names every image and draws a line for every edge", async () => {
    const svg = await emitSvg(graph);
    for (const name of graph.keys()) expect(svg).toContain(`>${name}</text>`);
    expect(svg.match(/class="edge"/g)?.length).toBe([...graph.values()].flatMap(edgesOf).length);
  });

  test("places everything above what it needs", async () => {
    const svg = await emitSvg(graph);
    const heights = new Map(
      [...svg.matchAll(/<text [^>]*\by="([-\d.]+)"[^>]*>([^<]+)</g)].map(([, y, name]) => [name!, Number(y)]),
    );
    for (const { from, to } of [...graph.values()].flatMap(edgesOf))
      expect(heights.get(from)!, `${from} -> ${to}`).toBeLessThan(heights.get(to)!);
  });

  test("does not depend on the order in which images are given", async () => {
    expect(await emitSvg(new Map([...graph].reverse()))).toBe(await emitSvg(graph));
  });

  test("is a document of its own, and asks nobody for anything", async () => {
    const svg = await emitSvg(graph);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
  });
});

describe("revisions", () => {
  let root = "";
  const git = (...words: string[]): string => gitIn(root, ...words);

  beforeAll(() => {
    root = temporaryFolder({ from: skeleton, onTestFinished: afterAll });
    git("init", "-q", ".");
    git("add", "generated");
    git("commit", "-q", "-m", "first");
    const key = join(root, "generated/core/zlib/linux-amd64.key");
    const text = readFileSync(join(root, "generated/graph.json"), "utf8").replace(
      '"version": "1.3.1"',
      '"version": "1.3.2"',
    );
    writeFiles(root, {
      "generated/core/zlib/linux-amd64.key": `${readFileSync(key, "utf8")}# changed\n`,
      "generated/graph.json": text,
    });
  });

  test("--affected names what is built, and what may be built because of it, without any definition", async () => {
    const { stdout, exitCode } = await defs(root, ["graph", "--affected", "HEAD", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(String(stdout))).toEqual({ rebuild: ["core-zlib"], may: ["pallet-compression"] });
  });

  test("diff tells which versions changed", async () => {
    const { stdout } = await defs(root, ["diff", "HEAD"]);
    expect(stdout).toBe(
      "updated   core-zlib 1.3.1 -> 1.3.2\nrebuilds  core-zlib\nmay       pallet-compression\n1 will be built, 1 may be built again",
    );
  });

  test("diff names commands that moved, that nobody brings any more, and another entrypoint", async () => {
    const moved = temporaryFolder({ from: root });
    const graph = JSON.parse(readFileSync(join(moved, "generated/graph.json"), "utf8")) as {
      images: { name: string; provides: string[] }[];
    };
    const provides = (name: string): string[] => graph.images.find((image) => image.name === name)!.provides;
    const [lost, kept] = provides("bootstrap-debian").splice(0, 2);
    provides("core-zlib").push(kept!);
    const file = "generated/pallet/compression/linux-amd64.key";
    const key = readFileSync(join(moved, file), "utf8");
    writeFiles(moved, {
      "generated/graph.json": JSON.stringify(graph),
      [file]: key.replace('"config":{', '"config":{"Entrypoint":["/usr/bin/bzip2","-d"],'),
    });
    const { stdout } = await defs(moved, ["diff", "HEAD"]);
    expect(stdout).toContain(`moved     ${lost!}: bootstrap-debian -> none\n`);
    expect(stdout).toContain(`moved     ${kept!}: bootstrap-debian -> core-zlib\n`);
    expect(stdout).toContain("starts    pallet-compression: none -> /usr/bin/bzip2 -d\n");
  });

  test("diff of a revision with itself is empty", async () => {
    const { stdout } = await defs(root, ["diff", "HEAD", "HEAD", "--json"]);
    const none = { added: [], removed: [], updated: [], rebuild: [], may: [], commands: [], entrypoints: [] };
    expect(JSON.parse(String(stdout))).toEqual(none);
  });

  test("a graph that lists nothing is an error, not a removal of everything", async () => {
    const broken = temporaryFolder({ from: root });
    writeFiles(broken, { "generated/graph.json": '{"schema":1,"images":[]}\n' });
    const { stdout, stderr, exitCode } = await defs(broken, ["diff", "HEAD"]);
    expect(stderr).toMatch(
      /^defs: generated\/graph\.json: incomplete, no image for generated\/\S+\.key; run `defs compile`$/m,
    );
    expect([stdout, exitCode]).toEqual(["", 2]);
  });

  test("an unknown revision is an error that says so", async () => {
    const { stderr, exitCode } = await defs(root, ["diff", "nowhere"]);
    expect(stderr).toContain("git knows no revision 'nowhere' here");
    expect(exitCode).toBe(2);
  });

  test("a revision that lacks the graph, a tree without one and a tree without git are told in one line", async () => {
    const bare = temporaryFolder({ from: join(skeleton, "defs") });
    const said = async (words: string[], at = root): Promise<string> => (await defs(at, words)).stderr;
    expect(await said(["diff", "HEAD"], bare)).toMatch(/^defs: the tree at \S+ lies in no git repository$/);
    gitIn(bare, "-c", "init.defaultBranch=main", "init", "-q");
    gitIn(bare, "commit", "-q", "--allow-empty", "-m", "empty");
    expect(await said(["diff", "HEAD"], bare)).toBe("defs: the revision 'HEAD' has no generated/graph.json");
    rmSync(join(root, "generated"), { recursive: true });
    expect(await said(["diff", "HEAD"])).toBe("defs: there is no generated/graph.json here: run `defs compile`");
  });

  test("a shallow clone says so when it lacks a revision", async () => {
    git("commit", "-q", "--allow-empty", "-m", "second");
    const clone = temporaryFolder();
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${root}`, clone]);
    expect((await defs(clone, ["diff", "HEAD~1"])).stderr).toContain(
      "this clone is shallow: `git fetch --unshallow` brings the history",
    );
  });
});
