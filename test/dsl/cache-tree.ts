import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/defs.js", import.meta.url));

/** What a run of the compiler said. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tree in a temporary folder. */
export interface Workspace {
  write(file: string, text: string): void;
  read(file: string): string;
  remove(file: string): void;
  compile(...options: string[]): Said;
  dispose(): void;
}

/** Makes an empty tree. */
export function makeWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), "defs-cache-test-"));
  return {
    write: (file, text) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    read: (file) => readFileSync(join(root, file), "utf8"),
    remove: (file) => rmSync(join(root, file), { recursive: true, force: true }),
    compile: (...options) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--root", root, "compile", ...options], {
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Text of bootstrap-base, which everything is built on. */
export const baseText = `import { definePackage, hostSeed } from "#dsl";

export const base = definePackage({
  name: "bootstrap-base",
  version: "1",
  description: "Compiler and tools",
  license: "ISC",
  website: "https://example.org",
  provides: ["gcc", "make", "patch", "sh", "tar", "xz"],
  build: hostSeed("debian-bookworm-gcc"),
});
`;

/** Text of core-<name>, whose version another definition may import. */
export function packageText(
  name: string,
  version: string,
  needs: readonly string[],
  patches: readonly string[] = [],
): string {
  const imports = needs.map((need) => `import { ${need}, version as ${need}Version } from "./${need}.js";\n`).join("");
  return `import { definePackage, make } from "#dsl";
import { base } from "../bootstrap/base.js";
${imports}
export const version: string = "${version}";

export const ${name} = definePackage({
  name: "core-${name}",
  version,
  description: "Package ${name}",
  license: "ISC",
  website: "https://example.org",
  base,${patches.length > 0 ? `\n  patches: ${JSON.stringify(patches)},` : ""}
  buildDeps: [${needs.join(", ")}],
  build: make({ flags: [${needs.map((need) => `\`WITH_${need.toUpperCase()}=\${${need}Version}\``).join(", ")}] }),
});
`;
}
