import { describe, expect, test } from "vitest";
import { type Accepted, Judge, readAccepted } from "../../../dsl/scan/accepted.js";
import type { Finding } from "../../../dsl/scan/scan.js";

const sha256 = "a".repeat(64);
const entry: Accepted = {
  source: "a.tar",
  sha256,
  path: "a/*.mo",
  files: { "gettext catalogue": 2 },
  reason: "translations that nobody installs",
};
const findings: Finding[] = ["a/b/de.mo", "a/fr.mo", "c/fr.mo"].map((path) => ({
  path,
  kind: "gettext catalogue",
  size: 1,
  sha256,
}));

/** What is wrong with a list for a source with the findings above. */
function problems(...list: Accepted[]): string[] {
  const judge = new Judge(list);
  judge.findings(sha256, findings);
  return judge
    .problems(new Map([[sha256, ["a.tar", "a_1.tar"]]]), new Set([sha256]))
    .map((problem) => `${problem.entry}: ${problem.message}`);
}

describe("a list of accepted files", () => {
  test("accepts by source, kind and path, in which a star stands for any text", () => {
    const reasons = (list: Accepted): (string | undefined)[] =>
      new Judge([list]).findings(sha256, findings).map(({ accepted }) => accepted);
    expect(reasons(entry)).toEqual([entry.reason, entry.reason, undefined]);
    expect(reasons({ ...entry, path: "a/fr.mo" })).toEqual([undefined, entry.reason, undefined]);
    expect(reasons({ ...entry, path: "a/fr.m." })).toEqual([undefined, undefined, undefined]);
    expect(reasons({ ...entry, files: { "ELF file": 2 } })).toEqual([undefined, undefined, undefined]);
    expect(reasons({ ...entry, sha256: "b".repeat(64) })).toEqual([undefined, undefined, undefined]);
  });

  test("is wrong where it says other numbers than were found, nothing among them", () => {
    expect(problems(entry)).toEqual([]);
    expect(problems({ ...entry, files: { "gettext catalogue": 3, "ELF file": 1 } })).toEqual([
      "0: accepts 3 of kind gettext catalogue, but 2 is there for it; an entry before it takes what fits both",
      "0: accepts 1 of kind ELF file, but nothing is there for it; an entry before it takes what fits both",
    ]);
    expect(problems(entry, { ...entry, path: "*/fr.mo", files: { "gettext catalogue": 1 } })).toEqual([]);
    expect(problems({ ...entry, path: "*", files: { "gettext catalogue": 3 } }, entry)).toEqual([
      expect.stringMatching(/^1: accepts 2 .* nothing is there/),
    ]);
  });

  test("is wrong about a source that is called otherwise, or that nothing names", () => {
    expect(problems({ ...entry, source: "a_1.tar" })).toEqual([]);
    expect(problems({ ...entry, source: "b.tar" })).toEqual([
      "0: the source with this sha256 is called a.tar, not b.tar",
    ]);
    expect(problems({ ...entry, sha256: "b".repeat(64) })).toEqual([
      "0: no definition names a source with this sha256 any more; remove the entry",
    ]);
  });

  test("says nothing of a source that was not scanned", () => {
    expect(new Judge([entry]).problems(new Map([[sha256, ["a.tar", "a_1.tar"]]]), new Set())).toEqual([]);
  });

  test.each([
    [{ ...entry, reason: "fine" }, "accepted.0.reason: must say why the files may be there, in 20 characters or more"],
    [{ ...entry, files: { elf: 1 } }, 'accepted.0.files: Unrecognized key: "elf"; kinds are ELF file, Mach-O file, '],
    [{ ...entry, files: { "ELF file": 0 } }, "accepted.0.files.ELF file: must be 1 or more"],
    [{ ...entry, sha256: "A".repeat(64) }, "accepted.0.sha256: must be 64 lower-case hexadecimal digits"],
    [{ ...entry, path: "a\nb" }, "accepted.0.path: must be one line without control characters"],
  ])("has a strict form: %j", (list, message) => {
    expect(readAccepted({ schema: 1, accepted: [list] }).problems).toEqual([
      { entry: 0, message: expect.stringContaining(message) as string },
    ]);
  });
});
