import { createHash } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defs } from "../../support/compiler.js";
import { readFiles, temporaryFolder, writeFiles } from "../../support/files.js";
import { makePolicy } from "../../trust/tree.js";
import { digestOf, evidenceTree } from "./tree.js";

const root = temporaryFolder({ onTestFinished: afterAll });
const digest = digestOf("core-lib@linux/amd64");
const folder = `signatures/stagex/core-lib@${digest.replace(":", "=")}`;
const at = (name: string): string => join(root, name);
const attach = (...words: string[]) => defs(root, ["attach", "core-lib", "--manifest", at("manifest"), ...words]);

beforeAll(async () => {
  await evidenceTree(root);
  // The text whose hash the tree has for a digest.
  writeFileSync(at("manifest"), "image core-lib@linux/amd64");
  writeFiles(root, {
    "keys/policy.json": JSON.stringify(makePolicy([["A".repeat(40)]], 1)),
    [`${folder}/signature-1`]: "signed",
    [`${folder.replace("stagex", "other")}/signature-1`]: "signed for another repository",
  });
}, 120_000);

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const blob = (folder: string, { digest, size }: Descriptor): Buffer => {
  const bytes = readFileSync(at(`${folder}/blobs/${digest.replace(":", "/")}`));
  expect([`sha256:${createHash("sha256").update(bytes).digest("hex")}`, bytes.length]).toEqual([digest, size]);
  return bytes;
};
const json = <T>(bytes: Buffer): T => JSON.parse(bytes.toString()) as T;
const manifests = (text: Buffer): readonly Descriptor[] => json<{ manifests: Descriptor[] }>(text).manifests;

test("each artifact is a manifest with the image as its subject, its files, and nothing else", async () => {
  expect(await attach("--to", at("all"))).toMatchObject({
    exitCode: 0,
    stdout: "spdx\ncyclonedx\nprovenance\nsignatures",
  });
  const tagged = manifests(readFileSync(at("all/index.json")));
  const found = tagged.slice(0, -1).map((entry) => {
    const manifest = json<{ artifactType: string; config: Descriptor; layers: Descriptor[]; subject: Descriptor }>(
      blob("all", entry),
    );
    expect(manifest.subject).toEqual({ mediaType: entry.mediaType, digest, size: 26 });
    expect(blob("all", manifest.config).toString()).toBe("{}");
    const titles = manifest.layers.map((layer) => {
      expect(blob("all", layer).length).toBeGreaterThan(0);
      return layer.annotations!["org.opencontainers.image.title"];
    });
    return [entry.annotations!["org.opencontainers.image.ref.name"], manifest.artifactType, titles];
  });
  expect(found).toEqual([
    ["spdx", "application/spdx+json", ["core-lib.spdx.json"]],
    ["cyclonedx", "application/vnd.cyclonedx+json", ["core-lib.cyclonedx.json"]],
    ["provenance", "application/vnd.in-toto+json", ["core-lib.intoto.json"]],
    ["signatures", "application/vnd.stagex.signatures.v1", ["signature-1"]],
  ]);
  const listed = manifests(blob("all", tagged.at(-1)!));
  expect(listed.map(({ artifactType }) => artifactType).sort()).toEqual(found.map(([, type]) => type).sort());
});

test("the documents are those that the other commands print", async () => {
  const { stdout } = await defs(root, ["attest", "core-lib"], { stripFinalNewline: false });
  await attach("--to", at("one"), "--what", "provenance");
  expect([...readFiles(at("one")).values()]).toContain(stdout);
});

test("what a registry lists already stays, and a second time changes nothing", async () => {
  await attach("--to", at("first"), "--what", "sbom");
  const index = manifests(readFileSync(at("first/index.json"))).at(-1)!;
  writeFileSync(at("known"), blob("first", index));
  await attach("--to", at("again"), "--what", "sbom", "--referrers", at("known"));
  expect(manifests(readFileSync(at("again/index.json"))).at(-1)).toEqual(index);
  await attach("--to", at("more"), "--what", "signatures", "--referrers", at("known"));
  const more = manifests(blob("more", manifests(readFileSync(at("more/index.json"))).at(-1)!));
  expect(more).toEqual(expect.arrayContaining([...manifests(readFileSync(at("known")))]));
  expect(more).toHaveLength(3);
});

test.each([
  [
    "another image",
    ["--manifest", "other"],
    /other is sha256:[0-9a-f]{64}, and what is known of core-lib is about sha256:/,
  ],
  ["a word that is none", ["--what", "sbom,cve"], /'cve' is none of sbom, provenance, signatures/],
  ["no index", ["--referrers", "other"], /what the registry lists as referrers is no image index/],
])("%s is refused, and nothing is written", async (_, words, message) => {
  writeFiles(root, { other: "{}" });
  const to = at(`none-${words[1]}`);
  const result = await attach("--to", to, ...words.map((word) => (word === "other" ? at(word) : word)));
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^ +at /m);
  expect([...readFiles(to).keys()]).toEqual([]);
});

test("an image that nobody signed has no signatures to attach", async () => {
  writeFileSync(at("tool"), "image core-tool@linux/amd64");
  const result = await defs(root, ["attach", "core-tool", "--manifest", at("tool"), "--to", at("none")]);
  expect([result.exitCode, result.stderr]).toEqual([
    2,
    expect.stringContaining("no signature on core-tool is in signatures/"),
  ]);
});

test("what no verifier looks at is named, and not attached", async () => {
  const signer = `${"B".repeat(40)}.sig`;
  writeFiles(root, {
    [`${folder}/${signer}`]: "signed",
    [`${folder}/signature-3`]: "beyond a gap",
    [`${folder}/signature-2.asc`]: "armoured",
    [`${folder}/${"C".repeat(40)}.sig`]: "x".repeat(65_537),
    shared: "linked",
  });
  linkSync(at("shared"), at(`${folder}/${"D".repeat(40)}.sig`));
  const result = await attach("--to", at("clean"), "--what", "signatures", "--json");
  expect(result).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(result.stdout)).toMatchObject([{ files: [signer, "signature-1"] }]);
  expect(result.stderr.match(/^signatures\/.*error E503: is left out: .*$/gm)).toHaveLength(4);
  for (const name of [signer, "signature-3", "signature-2.asc", `${"C".repeat(40)}.sig`, `${"D".repeat(40)}.sig`])
    rmSync(at(`${folder}/${name}`));
});
test("without a policy nothing says whose signatures they are", async () => {
  const policy = readFileSync(at("keys/policy.json"));
  rmSync(at("keys/policy.json"));
  const result = await attach("--to", at("none"), "--what", "signatures");
  expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining("there is no keys/policy.json")]);
  writeFileSync(at("keys/policy.json"), "{");
  expect(await attach("--to", at("none"), "--what", "signatures")).toMatchObject({ exitCode: 3 });
  writeFileSync(at("keys/policy.json"), policy);
});
