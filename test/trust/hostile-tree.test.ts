import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifySignatures } from "../../dsl/trust/verify.js";
import { runBoth, runShell } from "./both.js";
import { makeGpg } from "./gpg.js";
import { copyTree, makePolicy, makeTree, type Tree } from "./tree.js";

/** What somebody who can push, but has no key, may do to a tree: both verifiers must say no, and say what. */
const gpg = makeGpg();
afterAll(() => gpg.stop());
const [one, two, three] = ["signer 1", "signer 2", "signer 3"].map((name) => gpg.makeKey(name)) as [
  string,
  string,
  string,
];
const plain = makePolicy([[one], [two], [three]], 2);
const policy = { ...plain, thresholds: { ...plain.thresholds, bootstrap: { role: "rebuilder", need: 3 } } };
const names = ["bootstrap-stage3", "core-a", "core-b"];
const platforms = { "linux-amd64": "linux/amd64", "linux-arm64": "linux/arm64" };

interface Image {
  name: string;
  stage: string;
  platforms: string[];
  version: string | null;
  deps: string[];
}
const graphOf = (images: readonly Image[]): string => JSON.stringify({ schema: 1, images });
const image = (name: string, change: Partial<Image> = {}): Image => ({
  name,
  stage: name.slice(0, name.indexOf("-")),
  platforms: ["linux/amd64"],
  version: "1.2",
  deps: [],
  ...change,
});

const template = makeTree(gpg, policy, names);
afterAll(() => template.remove());
const line = (name: string, tree: Tree = template): string => `${tree.digest(name)} ${name}\n`;
template.put("generated/graph.json", graphOf(names.map((name) => image(name))));
template.put("digests/linux-amd64/bootstrap.txt", line("bootstrap-stage3"));
template.put("digests/linux-amd64/core.txt", line("core-a") + line("core-b"));
// Two sign everything, which is enough for core and not for bootstrap; the third signs that one in the good tree only.
for (const name of names)
  [one, two].forEach((key, index) =>
    template.put(template.path(name, index + 1), gpg.sign(key, template.payload(name))),
  );
const third = gpg.sign(three, template.payload("bootstrap-stage3"));

let tree: Tree;
beforeEach(() => {
  tree = copyTree(template);
  tree.put(tree.path("bootstrap-stage3", 3), third);
});
afterEach(() => tree.remove());
const withoutThird = (): void => rmSync(join(tree.root, tree.path("bootstrap-stage3", 3)));
const graph = (...images: Image[]): void => tree.put("generated/graph.json", graphOf(images));

test("the tree that all the others are made from is good", async () => {
  expect(await runBoth(tree)).toMatchObject({ code: 0, shellCode: 0, met: names });
});

type Change = () => void;
/** Both refuse, neither with a stack trace, and both texts match. */
async function refused(change: Change, reason: RegExp, met?: readonly string[]): Promise<void> {
  change();
  const outcome = await runBoth(tree);
  expect([outcome.code, outcome.shellCode]).not.toContain(0);
  expect([outcome.code, outcome.shellCode]).not.toContain(-1);
  expect(outcome.text).toMatch(reason);
  expect(outcome.shellText).toMatch(reason);
  if (met !== undefined) expect(outcome.met).toEqual(met);
}

describe("a threshold is not lowered without a key", () => {
  const rest = [image("core-a"), image("core-b")];
  const core = (...lines: string[]): void => tree.put("digests/linux-amd64/core.txt", lines.sort(byName).join(""));
  const byName = (a: string, b: string): number => (a.slice(65) < b.slice(65) ? -1 : 1);
  const gone = (): void => rmSync(join(tree.root, "digests/linux-amd64/bootstrap.txt"));
  const moved = (): void => (core(line("bootstrap-stage3"), line("core-a"), line("core-b")), gone());
  const cases: [string, Change, RegExp][] = [
    [
      "by saying in the graph that the image is core's, with its line moved",
      () => (withoutThird(), graph(image("bootstrap-stage3", { stage: "core" }), ...rest), moved()),
      /stage/,
    ],
    ["by moving the line alone", () => (withoutThird(), moved()), /core\.txt|stage/],
    [
      "by saying it in the graph alone",
      () => (withoutThird(), graph(image("bootstrap-stage3", { stage: "core" }), ...rest)),
      /stage/,
    ],
    [
      "by an image of the same name twice, of two stages",
      () => (
        withoutThird(), graph(image("bootstrap-stage3"), image("bootstrap-stage3", { stage: "core" }), ...rest), moved()
      ),
      /stage|twice/,
    ],
    ["by the same image twice", () => graph(image("bootstrap-stage3"), image("core-a"), ...rest), /core-a.*twice/],
    [
      "by a stage that the policy does not know",
      () => (withoutThird(), graph(image("bootstrap-stage3", { stage: "test" }), ...rest)),
      /stage/,
    ],
    ["by a name without a stage", () => graph(image("bootstrap-stage3"), ...rest, image("zlib")), /<stage>-<name>/],
    [
      "by a name that only begins like a stage",
      () => graph(image("bootstrap-stage3"), ...rest, image("corezlib-x", { stage: "core" })),
      /<stage>-<name>/,
    ],
    [
      "by a name that only ends like one",
      () => graph(image("bootstrap-stage3"), ...rest, image("my-core-z", { stage: "core" })),
      /<stage>-<name>/,
    ],
    [
      "by a name of 118 letters behind its stage",
      () => graph(image("bootstrap-stage3"), ...rest, image(`core-${"z".repeat(118)}`)),
      /<stage>-<name>/,
    ],
    [
      "by a member hidden behind an escape",
      () =>
        tree.put(
          "generated/graph.json",
          graphOf([image("bootstrap-stage3"), ...rest]).replace(
            '"stage":"core"',
            '"stage":"core","st\\u0061ge":"user"',
          ),
        ),
      /member name/,
    ],
    [
      "by a member that is there twice",
      () =>
        tree.put(
          "generated/graph.json",
          graphOf([image("bootstrap-stage3"), ...rest]).replace('"stage":"core"', '"stage":"user","stage":"core"'),
        ),
      /twice/,
    ],
    [
      "by a dotted member that reads like a path",
      () =>
        tree.put(
          "generated/graph.json",
          graphOf([image("bootstrap-stage3"), ...rest]).replace('"schema":1', '"schema":1,"images.0.stage":"core"'),
        ),
      /member name/,
    ],
    ["by another schema", () => tree.put("generated/graph.json", '{"schema":2,"images":[]}'), /schema/],
    [
      "by text after the graph",
      () => tree.put("generated/graph.json", `${graphOf([image("bootstrap-stage3"), ...rest])}{}`),
      /after the end/,
    ],
    ["by a graph of no images", () => graph(), /core-a is not/],
  ];
  test.each(cases)("%s", async (_title, change, reason) => refused(change, reason));
});

describe("a signature is for one platform", () => {
  const arm = (payload: string): string => payload.replace('"linux/amd64"', '"linux/arm64"');
  /** The same digest committed for arm64 as well, or instead. */
  const both = (): void => {
    graph(image("bootstrap-stage3"), image("core-a", { platforms: Object.values(platforms) }), image("core-b"));
    tree.put("digests/linux-arm64/core.txt", line("core-a"));
  };
  const sign = (payload: string): void =>
    [one, two].forEach((key, index) => tree.put(tree.path("core-a", index + 1), gpg.sign(key, payload)));
  const cases: [string, string, boolean, boolean][] = [
    ["that of amd64 does not pass for arm64", template.payload("core-a"), true, false],
    ["that of arm64 passes there alone", arm(template.payload("core-a")), false, true],
    [
      "one without a platform is for amd64",
      template.payload("core-a").replace('"platform":"linux/amd64",', ""),
      true,
      false,
    ],
    ["a platform spelt as in paths is none", arm(template.payload("core-a")).replace("/arm64", "-arm64"), false, false],
    [
      "a platform that is a number is none",
      template.payload("core-a").replace('"platform":"linux/amd64"', '"platform":1'),
      false,
      false,
    ],
    [
      "a platform in other case is none",
      template.payload("core-a").replace('"platform":"linux/amd64"', '"platform":"Linux/amd64"'),
      false,
      false,
    ],
    [
      "a member Platform is not the platform",
      arm(template.payload("core-a")).replace('"platform"', '"Platform"'),
      true,
      false,
    ],
    ["a platform that goes on is another", template.payload("core-a").replace("/amd64", "/amd64/v3"), false, false],
    ["an empty platform is none", template.payload("core-a").replace("linux/amd64", ""), false, false],
  ];
  test.each(cases)("%s", async (_title, payload, amd64, arm64) => {
    both();
    sign(payload);
    for (const [platform, met] of Object.entries({ "linux/amd64": amd64, "linux/arm64": arm64 })) {
      const options = { root: tree.root, trustedPolicy: tree.policySha256, images: ["core-a"], platform };
      expect([platform, (await verifySignatures(options)).met]).toEqual([platform, met]);
      expect([platform, runShell(tree, ["--platform", platform, "core-a"]).code]).toEqual([platform, met ? 0 : 1]);
    }
  });
  test("a tag moved to another version is not the signed one", async () => {
    graph(image("bootstrap-stage3"), image("core-a", { version: "1.3" }), image("core-b"));
    expect(await runBoth(tree)).toMatchObject({ code: 1, shellCode: 1, met: ["bootstrap-stage3", "core-b"] });
  });
});

describe("nothing vanishes", () => {
  const asked: [string, string[], RegExp][] = [
    ["a goal that is no image", ["a"], /digest of:? a\b/],
    ["a goal beside an image", ["a", "core-b"], /digest of:? a\b/],
    ["a misspelt image", ["core-typo"], /core-typo/],
    ["a misspelt image beside a good one", ["core-a", "core-typo"], /core-typo/],
    ["a pattern", ["core-."], /core-\./],
  ];
  test.each(asked)("%s that is asked for is a failure", async (_title, images, reason) => {
    await expect(verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images })).rejects.toMatchObject(
      { exitCode: 2, message: expect.stringMatching(reason) as string },
    );
    const shell = runShell(tree, images);
    expect(shell.code).toBe(2);
    expect(shell.text).toMatch(reason);
  });
  test("an image whose line was deleted is a failure when it is asked for", async () => {
    tree.put("digests/linux-amd64/core.txt", line("core-b"));
    expect(runShell(tree, ["core-a"]).code).toBe(2);
    expect(runShell(tree, ["core-a", "core-b"]).code).toBe(2);
    await expect(
      verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, images: ["core-a", "core-b"] }),
    ).rejects.toMatchObject({ exitCode: 2 });
  });
  const aside = (path: string): void => {
    renameSync(join(tree.root, path), join(tree.root, "aside"));
    symlinkSync(join(tree.root, "aside"), join(tree.root, path));
  };
  const cases: [string, Change, RegExp][] = [
    ["a deleted line", () => tree.put("digests/linux-amd64/core.txt", line("core-b")), /linux-amd64\/core-a/],
    ["an emptied file", () => tree.put("digests/linux-amd64/core.txt", ""), /empty/],
    ["a removed file", () => rmSync(join(tree.root, "digests/linux-amd64/core.txt")), /linux-amd64\/core-a/],
    ["a file of one empty line", () => tree.put("digests/linux-amd64/core.txt", "\n"), /core\.txt/],
    ["a link for a platform", () => aside("digests/linux-amd64"), /digests\/linux-amd64/],
    ["a link for digests", () => aside("digests"), /digests/],
    ["a file for a platform", () => tree.put("digests/linux-arm64", ""), /digests\/linux-arm64/],
    ["a link for the graph", () => aside("generated/graph.json"), /graph\.json/],
    ["a link for generated", () => aside("generated"), /generated/],
    ["a link for keys", () => aside("keys"), /keys/],
    [
      "a hidden platform",
      () => tree.put("digests/.linux-amd64/core.txt", line("core-a")),
      /digests\/\.linux-amd64\/core\.txt/,
    ],
    ["a hidden file", () => tree.put("digests/linux-amd64/.core.txt", line("core-a")), /\.core\.txt/],
    ["a folder for a stage", () => mkdirSync(join(tree.root, "digests/linux-amd64/user.txt")), /user\.txt/],
    [
      "a platform that the graph lacks",
      () => graph(image("bootstrap-stage3"), image("core-a", { platforms: ["linux/386"] }), image("core-b")),
      /linux-386\/core-a/,
    ],
    [
      "a NUL in the digests",
      () => tree.put("digests/linux-amd64/core.txt", `${line("core-a")}\0${line("core-b")}`),
      /core\.txt/,
    ],
    [
      "a NUL in the graph",
      () => tree.put("generated/graph.json", `${readFileSync(join(tree.root, "generated/graph.json"), "utf8")}\0`),
      /graph\.json/,
    ],
  ];
  test.each(cases)("%s is named", async (_title, change, reason) => refused(change, reason));
  test("--partial names what has no digest and passes", async () => {
    tree.put("digests/linux-amd64/core.txt", line("core-b"));
    const ours = await verifySignatures({ root: tree.root, trustedPolicy: tree.policySha256, partial: true });
    expect(ours).toMatchObject({ met: true, unchecked: ["no committed digest of linux-amd64/core-a"] });
    expect(runShell(tree, ["--partial"])).toMatchObject({
      code: 0,
      text: expect.stringContaining("linux-amd64/core-a") as string,
    });
  });
});
