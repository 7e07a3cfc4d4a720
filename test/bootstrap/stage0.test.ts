import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/compiler.js";

/** What upstream's scripts do: see the comments in stage0.txt. The archives themselves could not be fetched. */
const facts = readFileSync(join(repository, "test/bootstrap/stage0.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(" "));
const containerfile = readFileSync(join(repository, "generated/bootstrap/stage0/Containerfile"), "utf8");
const found = (pattern: RegExp): string[] => [...containerfile.matchAll(pattern)].map(([, text]) => text!);

const scripts = facts.filter(([word]) => word === "script").map(([, path]) => path!);
const files = facts.filter(([word]) => word === "file" || word === "unseen").map(([, path]) => path!);
const runs = facts
  .filter(([word]) => !["script", "file", "unseen"].includes(word!))
  .map(([program, output, ...inputs]) => ({ program: program!, output: output!, inputs }));
const execs = found(/^RUN --network=none (\[.*\])$/gm).map((text) => JSON.parse(text) as string[]);
const plain = (path: string): string => path.replace(/^\.?\//, "");

/** What the steps before upstream's first script make. */
const first = execs
  .slice(0, 2)
  .map(([program, input, output]) => ({ program: plain(program!), output: plain(output!), inputs: [plain(input!)] }));

describe("stage0", () => {
  test("starts with our seed, which makes upstream's hex0, and that the first kaem", () => {
    expect(first).toEqual([
      { program: "hex0", output: "x86/artifact/hex0", inputs: ["x86/hex0_x86.hex0"] },
      { program: "x86/artifact/hex0", output: "x86/artifact/kaem-0", inputs: ["x86/kaem-minimal.hex0"] },
    ]);
  });

  test("runs each program only after it was made", () => {
    const made = new Set(["hex0"]);
    for (const { program, output } of [...first, ...runs]) {
      expect([...made], output).toContain(program);
      made.add(output);
    }
  });

  test("reads only files of the archives, and what was made before", () => {
    const present = new Set(files);
    for (const { output, inputs } of [...first, ...runs]) {
      for (const input of inputs) expect([...present], `${output} reads ${input}`).toContain(input);
      present.add(output);
    }
  });

  test("unpacks every directory that is read, and no other", () => {
    const folders = found(/^COPY --from=unpacked \/\S+\/ \/(\S+)\/$/gm);
    expect([...folders].sort()).toEqual([...new Set(files.map((path) => path.split("/")[0]!))].sort());
  });

  test("runs upstream's scripts in upstream's order, each with the kaem that is there by then", () => {
    const [minimal, ...full] = execs.slice(2);
    expect(minimal).toEqual(["/x86/artifact/kaem-0", `./${scripts[0]}`]);
    expect(full.map((argv) => argv.slice(0, -1))).toEqual([
      ["/x86/bin/kaem", "--verbose", "--strict", "--file"],
      ["/x86/bin/kaem", "--verbose", "--strict", "--file"],
    ]);
    expect(full.map((argv) => plain(argv.at(-1)!))).toEqual([scripts[1], "mescc-tools-extra.kaem"]);
    expect(containerfile.indexOf("WORKDIR /mescc-tools-extra")).toBeGreaterThan(
      containerfile.indexOf("mescc-tools-full-kaem.kaem"),
    );
    expect(scripts[2]).toBe("mescc-tools-extra/mescc-tools-extra.kaem");
  });

  test("sets what upstream's x86/kaem.run sets", () => {
    const wanted = {
      ARCH: "x86",
      ARCH_DIR: "x86",
      M2LIBC: "../M2libc",
      TOOLS: "../x86/bin",
      BLOOD_FLAG: '" "',
      BASE_ADDRESS: "0x08048000",
      ENDIAN_FLAG: "--little-endian",
      BINDIR: "../x86/bin",
      BUILDDIR: "../x86/artifact",
      TMPDIR: "../x86/artifact",
      OPERATING_SYSTEM: "Linux",
    };
    expect(found(/^ENV (\S+=.*)$/gm)).toEqual(Object.entries(wanted).map(([name, value]) => `${name}=${value}`));
  });

  test("keeps programs that the scripts make", () => {
    const kept = found(/^COPY --from=build (\S+) \1$/gm).map(plain);
    const outputs = runs.map(({ output }) => output);
    expect(kept.length).toBeGreaterThan(15);
    for (const path of kept) expect(outputs).toContain(path);
  });

  test("has no digest as long as nobody has built it", () => {
    const digests = join(repository, "digests/linux-386/bootstrap.txt");
    const committed = existsSync(digests) ? readFileSync(digests, "utf8") : "";
    const provenance = readFileSync(join(repository, "digests/provenance.txt"), "utf8");
    expect(committed.includes(" bootstrap-stage0")).toBe(provenance.includes("bootstrap-stage0@linux/386 "));
  });
});
