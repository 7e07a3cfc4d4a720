import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/compiler.js";
import { run } from "./pack-workspace.js";

const names = readdirSync(join(repository, "scripts"), { withFileTypes: true }).flatMap((item) =>
  item.isFile() && !item.name.includes(".") ? [item.name] : [],
);

test.each(
  names.flatMap((name) => [
    [name, "--help"],
    [name, "-h"],
  ]),
)("scripts/%s %s says how it is used, and does nothing else", async (name, option) => {
  const { code, stdout, stderr } = await run([join(repository, "scripts", name!), option!]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^(?:usage:)? *(?:scripts/)?${name}\\b`, "m"));
});
