import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isEmptyPlan, planWrite } from "../../../dsl/write/plan.js";
import { temporaryFolder } from "../../support/files.js";

const file = "generated/core/tool/Containerfile";

function rootWith(bytes: Buffer): string {
  const root = temporaryFolder({ onTestFinished });
  mkdirSync(join(root, "generated/core/tool"), { recursive: true });
  writeFileSync(join(root, file), bytes);
  return root;
}

test("a file that says what it should say needs no writing", () => {
  const text = "ENV WORD=\u00e9\ufffd\n";
  expect(isEmptyPlan(planWrite(rootWith(Buffer.from(text)), new Map([[file, text]])))).toBe(true);
});

test("a file that is not UTF-8 is changed, even where its text reads the same", () => {
  const text = "ENV WORD=\ufffd\n";
  const bytes = Buffer.from("ENV WORD=\xff\n", "latin1");
  expect(bytes.toString("utf8")).toBe(text);
  expect(planWrite(rootWith(bytes), new Map([[file, text]]))).toEqual({ added: [], changed: [file], removed: [] });
});
