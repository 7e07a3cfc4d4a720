import { chainLines, hashOf } from "../../../dsl/evidence/chain.js";
import { keyTextOf } from "../../../dsl/evidence/committed.js";
import { compileInto } from "../../support/compiler.js";
import { temporaryFolder, writeFiles } from "../../support/files.js";

const definition = (name: string, more: string, imports = ""): string =>
  `import { definePackage, ${imports === "" ? "directory, fromScratch" : "sh"} } from "#dsl";
${imports}
export const ${name} = definePackage({
  name: "core-${name}",
  version: "1.0+2",
  description: "Part named ${name}",
  license: "MIT OR Apache-2.0",
  website: "https://example.org/${name}",
${more}});
`;

/** A patch that `defs check` takes. */
export const patchText = "--- a/text\n+++ b/text\n@@ -1 +1 @@\n-old\n+new\n";

/** A tree of two packages, a third that one needs, and a pallet; without digests. */
export const files: Readonly<Record<string, string>> = {
  "defs/core/base.ts": definition(
    "base",
    `  provides: ["patch", "sh"],\n  build: fromScratch(directory("/rootfs")),\n`,
  ),
  "defs/core/lib.ts": definition(
    "lib",
    `  purl: "pkg:github/example/lib",
  cpe: "cpe:2.3:a:example:lib:*:*:*:*:*:*:*:*",
  sources: [{ url: "https://example.org/lib.txt", sha256: "${"ab".repeat(32)}", size: 7 }],
  patches: ["fix.patch"],
  vex: [
    { vulnerability: "CVE-2026-0002", status: "fixed", date: "2026-02-03", reason: "upstream's change", patch: "fix.patch" },
    {
      vulnerability: "CVE-2026-0001",
      status: "not_affected",
      date: "2026-01-31",
      justification: "component_not_present",
      reason: "the server is not built",
    },
  ],
  base,
  build: sh\`cp /sources/lib.txt .\`,
`,
    'import { base } from "./base.js";',
  ),
  "defs/core/lib/fix.patch": patchText,
  "defs/core/tool.ts": definition(
    "tool",
    `  base,\n  runDeps: [lib],\n  build: sh\`true\`,\n`,
    'import { base } from "./base.js";\nimport { lib } from "./lib.js";',
  ),
  "defs/pallet/box.ts": `import { definePallet } from "#dsl";
import { tool } from "../core/tool.js";

export const box = definePallet({ name: "pallet-box", description: "Tool with its library", members: [tool] });
`,
};

/** The digest that the image of a name has in these trees, which nobody built. */
export const digestOf = (id: string): string => hashOf(`image ${id}`);

/** Makes such a tree with generated/, and with digests of the present inputs for each image. @param digest what is noted of NAME@PLATFORM. */
export async function evidenceTree(
  root = temporaryFolder(),
  more: Readonly<Record<string, string>> = {},
  digest: (id: string) => string = digestOf,
): Promise<string> {
  writeFiles(root, { ...files, ...more });
  const { tree } = await compileInto(root);
  const chain = chainLines(tree);
  const found = new Map([...chain.keys()].map((id) => [id, { digest: digest(id) }]));
  const provenance = [...chain.keys()].map(
    (id) => `${id} ${digest(id)} ${hashOf(keyTextOf(tree, chain, found, id)!)} docker 1; podman 2 without cache\n`,
  );
  const digests = (stage: string): string =>
    [...chain.keys()]
      .filter((id) => id.startsWith(stage))
      .sort()
      .map((id) => `${digest(id).slice(7)} ${id.split("@")[0]!}\n`)
      .join("");
  writeFiles(root, {
    "digests/provenance.txt": provenance.join(""),
    "digests/linux-amd64/core.txt": digests("core"),
    "digests/linux-amd64/pallet.txt": digests("pallet"),
  });
  return root;
}
