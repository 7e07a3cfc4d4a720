import { afterAll, beforeAll, expect, test } from "vitest";
import { hashOf } from "../../../dsl/evidence/chain.js";
import { defs } from "../../support/compiler.js";
import { temporaryFolder } from "../../support/files.js";
import { digestOf, evidenceTree, patchText } from "./tree.js";

const root = temporaryFolder({ onTestFinished: afterAll });
beforeAll(() => evidenceTree(root), 120_000);

test("defs vex writes what definitions say of each package in the image, the same for everybody", async () => {
  const { stdout, stderr, exitCode } = await defs(root, ["vex", "pallet-box"]);
  expect([stderr, exitCode]).toEqual(["", 0]);
  const products = [
    {
      "@id": `pkg:oci/pallet-box@sha256%3A${digestOf("pallet-box@linux/amd64").slice(7)}?arch=amd64`,
      hashes: { "sha-256": digestOf("pallet-box@linux/amd64").slice(7) },
      subcomponents: [
        {
          "@id": "pkg:github/example/lib@1.0%2B2",
          identifiers: { purl: "pkg:github/example/lib@1.0%2B2" },
        },
      ],
    },
  ];
  const { "@id": id, ...rest } = JSON.parse(stdout) as Readonly<Record<string, string>>;
  expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(rest).toEqual({
    "@context": "https://openvex.dev/ns/v0.2.0",
    author: "stagex",
    timestamp: "2026-02-03T00:00:00Z",
    version: 1,
    statements: [
      {
        vulnerability: { name: "CVE-2026-0001" },
        timestamp: "2026-01-31T00:00:00Z",
        products,
        status: "not_affected",
        justification: "component_not_present",
        impact_statement: "the server is not built",
      },
      {
        vulnerability: { name: "CVE-2026-0002" },
        timestamp: "2026-02-03T00:00:00Z",
        products,
        status: "fixed",
        status_notes: `upstream's change (defs/core/lib/fix.patch ${hashOf(patchText)})`,
      },
    ],
  });
  const env = { LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Kathmandu", USER: "other" };
  expect((await defs(root, ["vex", "pallet-box"], { env })).stdout).toBe(stdout);
});

test("defs vex says it when nothing was said, and does not speak of what is only needed beside an image", async () => {
  const { stdout, stderr, exitCode } = await defs(root, ["vex", "core-tool"]);
  expect([stdout, stderr, exitCode]).toEqual([
    "",
    "core-tool: no definition says anything of vulnerabilities in it",
    0,
  ]);
});

test("an image that is not there is wrong use", async () => {
  const { stderr, exitCode } = await defs(root, ["vex", "core-lbi"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/did you mean 'core-lib'/);
});
