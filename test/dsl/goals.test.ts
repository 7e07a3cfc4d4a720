import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reservedGoals } from "../../dsl/validate/tree.js";
import { repository } from "../support/compiler.js";

test("every goal of the Makefile that is no image is reserved, so that no package or alias can take it", () => {
  const makefile = readFileSync(join(repository, "Makefile"), "utf8").replaceAll("\\\n", " ");
  const commands = /^commands := (.*)$/m.exec(makefile)![1]!.trim().split(/\s+/);
  const targets = [...makefile.matchAll(/^([a-z][a-z-]*):/gm)].map(([, target]) => target!);
  expect([...new Set([...commands, ...targets])].filter((goal) => !reservedGoals.includes(goal))).toEqual([]);
});
