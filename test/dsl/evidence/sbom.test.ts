import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEvidence } from "../../../dsl/cli/read/evidence.js";
import { cycloneDx } from "../../../dsl/evidence/cyclonedx.js";
import { inventoryOf } from "../../../dsl/evidence/inventory.js";
import { cpeOf, purlOf } from "../../../dsl/evidence/names.js";
import { spdx } from "../../../dsl/evidence/spdx.js";
import type { Definition } from "../../../dsl/validate/definition.js";
import { defs, repository } from "../../support/compiler.js";
import { temporaryFolder } from "../../support/files.js";
import { digestOf, evidenceTree } from "./tree.js";
import { spdxDocument } from "./spdx-form.js";

const root = temporaryFolder({ onTestFinished: afterAll });
beforeAll(() => evidenceTree(root));

interface Component {
  readonly name: string;
  readonly purl?: string;
  readonly cpe?: string;
  readonly externalReferences: readonly { readonly url: string; readonly type: string; readonly hashes?: unknown }[];
  readonly pedigree?: unknown;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

describe("defs sbom --format cyclonedx", () => {
  test("names packages, what they need, sources with hashes, licences, purl and CPE", async () => {
    const { stdout, stderr, exitCode } = await defs(root, ["sbom", "core-tool", "--format", "cyclonedx"]);
    expect([stderr, exitCode]).toEqual(["", 0]);
    const bom = JSON.parse(stdout) as {
      readonly metadata: { readonly component: Component };
      readonly components: readonly Component[];
      readonly dependencies: unknown;
    };
    expect(bom.metadata.component.purl).toBe(
      `pkg:oci/core-tool@sha256%3A${digestOf("core-tool@linux/amd64").slice(7)}?arch=amd64`,
    );
    expect(bom.components.map(({ name, properties }) => [name, properties[0]!.value])).toEqual([
      ["core-lib", "beside"],
      ["core-tool", "image"],
    ]);
    const [lib] = bom.components;
    expect(lib).toMatchObject({
      purl: "pkg:github/example/lib@1.0%2B2",
      cpe: "cpe:2.3:a:example:lib:1.0\\+2:*:*:*:*:*:*:*",
      licenses: [{ expression: "MIT OR Apache-2.0" }],
      pedigree: { patches: [{ type: "unofficial", diff: { url: "defs/core/lib/fix.patch" } }] },
    });
    expect(lib!.externalReferences).toContainEqual({
      url: "https://example.org/lib.txt",
      type: "source-distribution",
      hashes: [{ alg: "SHA-256", content: "ab".repeat(32) }],
      comment: "lib.txt",
    });
    expect(bom.dependencies).toEqual([
      { ref: "image", dependsOn: ["core-tool"] },
      { ref: "core-lib", dependsOn: [] },
      { ref: "core-tool", dependsOn: ["core-lib"] },
    ]);
  });

  test("is what the official schema of CycloneDX 1.6 asks for, strictly, for every image of this repository", async () => {
    const evidence = await readEvidence(repository);
    const validator = new JsonStrictValidator(Version.v1dot6);
    const wrong: unknown[] = [];
    for (const name of evidence.graph.order) {
      const text = cycloneDx(inventoryOf(evidence, name, evidence.graph.definitions.get(name)!.platforms[0]!));
      const fault = await validator.validate(text);
      if (fault !== null) wrong.push([name, fault]);
    }
    expect(wrong).toEqual([]);
    expect(await validator.validate('{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{}]}')).not.toBeNull();
  });
});

describe("defs sbom --format spdx", () => {
  test("tells what is in the image, what is needed beside it, and what it was made from", async () => {
    const { stdout } = await defs(root, ["sbom", "pallet-box"]);
    const { relationships, packages } = spdxDocument.parse(JSON.parse(stdout));
    const told = relationships.map(({ spdxElementId, relationshipType, relatedSpdxElement }) =>
      `${spdxElementId} ${relationshipType} ${relatedSpdxElement}`
        .replaceAll("SPDXRef-", "")
        .replace(/[0-9a-f]{64}/, "H"),
    );
    expect(told).toEqual([
      "DOCUMENT DESCRIBES Image-pallet-box",
      "Image-pallet-box CONTAINS Package-core-lib",
      "Image-pallet-box CONTAINS Package-core-tool",
      "Package-core-tool DEPENDS_ON Package-core-lib",
      "Package-core-lib GENERATED_FROM Source-H",
      "Patch-H PATCH_APPLIED Package-core-lib",
    ]);
    expect(packages[0]).toMatchObject({
      name: "pallet-box",
      licenseDeclared: "MIT OR Apache-2.0",
      primaryPackagePurpose: "CONTAINER",
    });
  });

  test("has the form of SPDX 2.3, for every image of this repository", async () => {
    const evidence = await readEvidence(repository);
    for (const name of evidence.graph.order) {
      const inventory = inventoryOf(evidence, name, evidence.graph.definitions.get(name)!.platforms[0]!);
      const { packages, relationships } = spdxDocument.parse(JSON.parse(spdx(inventory)));
      const known = new Set(["SPDXRef-DOCUMENT", ...packages.map(({ SPDXID }) => SPDXID)]);
      expect(known.size, name).toBe(packages.length + 1);
      for (const { spdxElementId, relatedSpdxElement } of relationships)
        expect(known.has(spdxElementId) && known.has(relatedSpdxElement), `${name}: ${spdxElementId}`).toBe(true);
    }
  });
});

describe("defs sbom", () => {
  test("writes the same bytes whatever the locale, the time zone, the directory and the user", async () => {
    const [there, here] = [join(root, "there"), join(root, "here")];
    const strange = {
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      TZ: "Asia/Kathmandu",
      HOME: "/nonexistent",
      USER: "other",
    };
    for (const format of ["spdx", "cyclonedx"]) {
      expect((await defs(root, ["sbom", "--format", format, "--out", there])).exitCode).toBe(0);
      expect(
        (await defs(`${root}/defs/..`, ["sbom", "--format", format, "--out", here], { env: strange })).exitCode,
      ).toBe(0);
      for (const name of ["core-base", "core-lib", "core-tool", "pallet-box"]) {
        const file = `linux-amd64/${name}.${format}.json`;
        expect(readFileSync(join(here, file), "utf8")).toBe(readFileSync(join(there, file), "utf8"));
      }
    }
  });

  test("names no digest that belongs to other inputs", async () => {
    const changed = await evidenceTree();
    const file = join(changed, "defs/core/lib.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("cp /sources", "cp  /sources"));
    const { stdout, stderr } = await defs(changed, ["sbom", "core-lib"]);
    expect(stdout).not.toContain(digestOf("core-lib@linux/amd64").slice(7));
    expect(stderr).toBe("core-lib: no digest is written down for its present inputs, so the document names none");
    rmSync(changed, { recursive: true });
  });

  test.each([
    [["core-tol"], /there is no image 'core-tol'.*did you mean 'core-tool'/],
    [
      ["core-tool", "--platform", "linux/arm64"],
      /core-tool is not made for linux\/arm64; its platforms are linux\/amd64/,
    ],
    [["core-tool", "--format", "xml"], /argument 'xml' is invalid. Allowed choices are cyclonedx, spdx/],
    [[], /which image\?/],
  ])("%j is wrong use", async (args, message) => {
    const { stdout, stderr, exitCode } = await defs(root, ["sbom", ...args]);
    expect([stdout, exitCode]).toEqual(["", 2]);
    expect(stderr).toMatch(message);
  });

  test("names the line of a digests file that cannot be read", async () => {
    const broken = await evidenceTree();
    writeFileSync(join(broken, "digests/linux-amd64/core.txt"), "abc core-tool\n");
    const { stderr, exitCode } = await defs(broken, ["sbom", "core-tool"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "digests/linux-amd64/core.txt:1:1 - error E504: '<64 lower-case hexadecimal digits> <image>'",
    );
  });
});

test("versions are quoted as each form asks for", () => {
  const of = (version: string): Definition =>
    ({ version, purl: "pkg:generic/x", cpe: "cpe:2.3:a:x\\:y:x:*:*:*:*:*:*:*:*" }) as Definition;
  expect(purlOf(of("1~rc+1"))).toBe("pkg:generic/x@1~rc%2B1");
  expect(cpeOf(of("1~RC+1"))).toBe("cpe:2.3:a:x\\:y:x:1\\~rc\\+1:*:*:*:*:*:*:*");
});
