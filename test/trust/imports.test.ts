import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../dsl/trust/", import.meta.url);

test("verification imports nothing that could evaluate a definition", () => {
  const allowed = /^(node:[a-z/_]+|openpgp|zod|\.\/[a-z-]+\.js|\.\.\/(report|model)\/[a-z-]+\.js)$/;
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const imports = files.flatMap((name) =>
    [...readFileSync(new URL(name, folder), "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)].map(
      (found) => `${name}: ${found[1]}`,
    ),
  );
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports.filter((line) => !allowed.test(line.split(": ")[1] ?? ""))).toEqual([]);
});
