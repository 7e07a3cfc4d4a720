import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a hundred and one packages, and a pallet of them. */
export function prepare(root: string): void {
  const numbers = Array.from({ length: 101 }, (_, index) => index);
  mkdirSync(join(root, "defs/core"), { recursive: true });
  mkdirSync(join(root, "defs/pallet"), { recursive: true });
  for (const number of numbers) {
    const spec = `name: "core-tool-${number}", version: "1", description: "Tool ${number}", license: "ISC", website: "https://example.org"`;
    writeFileSync(join(root, `defs/core/tool-${number}.ts`), `import { definePackage, directory, fromScratch } from "#dsl";\nexport const tool${number} = definePackage({ ${spec}, build: fromScratch(directory("/rootfs")) });\n`);
  }
  const imports = numbers.map((number) => `import { tool${number} } from "../core/tool-${number}.js";
`).join("");
  const members = numbers.map((number) => `tool${number}`).join(", ");
  writeFileSync(join(root, "defs/pallet/everything.ts"), `import { definePallet } from "#dsl";
${imports}
export const everything = definePallet({
  name: "pallet-everything",
  description: "Every tool",
  members: [${members}],
});
`);
}
