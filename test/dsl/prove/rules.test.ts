import { describe, expect, test } from "vitest";
import { codes } from "../../../dsl/report/codes.js";
import { seedMarks } from "../../../dsl/prove/seed-marks.js";
import type { Definition } from "../../../dsl/validate/definition.js";
import { definition, type Members } from "../random-graphs.js";
import { writeArchive, writeElf, type ElfParts } from "./elf-writer.js";
import { briefly, imageFiles, proveImage, type Entry, type Image } from "./images.js";

type Files = Readonly<Record<string, Entry>>;

const image = (name: string, files: Files, members: Members = {}): Image => ({
  definition: definition(name, { provides: [], ...members }),
  files,
});

const musl = image("musl", {
  "/usr/lib/libc.so": writeElf(),
  "/lib": "-> usr/lib",
  "/usr/lib/ld-musl-x86_64.so.1": "-> libc.so",
});
const zlib = image(
  "zlib",
  {
    "/usr/lib/libz.so.1": writeElf({ needed: ["libc.so"] }),
    "/usr/lib/pkgconfig/zlib.pc": "prefix=/usr\nlibdir=${prefix}/lib\nLibs: -L${libdir} -lz\n",
  },
  { runDeps: ["core-musl"] },
);
const shell = image("busybox", {
  "/bin": "-> usr/bin",
  "/usr/bin/busybox": writeElf(),
  "/usr/bin/sh": "-> busybox",
  "/usr/bin/env": "-> busybox",
});
const others = [musl, zlib, shell];

/** The findings on core-tool, which has these files; each as `code subject`. */
const found = (files: Files, members: Members = {}, more: readonly Image[] = others): string[] =>
  briefly(proveImage("core-tool", [image("tool", files, members), ...more]));

/** Samples that break each rule, and how the same is right. */
const samples: Record<string, { wrong: () => string[]; finds: string[]; right: () => string[] }[]> = {
  E802: [
    {
      wrong: () => found({ "/usr/bin/tool": writeElf({ needed: ["libz.so.1"] }) }),
      finds: ["E802 libz.so.1"],
      right: () =>
        found({ "/usr/bin/tool": writeElf({ needed: ["libz.so.1", "libc.so"] }) }, { runDeps: ["core-zlib"] }),
    },
    {
      wrong: () => found({ "/usr/bin/tool": writeElf({ interpreter: "/lib/ld-musl-x86_64.so.1" }) }),
      finds: ["E802 /lib/ld-musl-x86_64.so.1"],
      right: () =>
        found({ "/usr/bin/tool": writeElf({ interpreter: "/lib/ld-musl-x86_64.so.1" }) }, { runDeps: ["core-musl"] }),
    },
    {
      wrong: () =>
        found({
          "/usr/lib/tool/plugin.so": writeElf({ needed: ["libpart.so"], runPath: "$ORIGIN/../part" }),
          "/usr/lib/libpart.so": "-> gone.so",
        }),
      finds: ["E802 libpart.so", "E814 /usr/lib/tool/plugin.so", "E816 /usr/lib/libpart.so"],
      right: () =>
        found(
          {
            "/usr/lib/tool/plugin.so": writeElf({ needed: ["libpart.so"], runPath: "$ORIGIN/../part" }),
            "/usr/lib/part/libpart.so": writeElf(),
          },
          { allow: [{ code: "E814", subject: "/usr/lib/tool/plugin.so", reason: "its parts are in no other folder" }] },
        ),
    },
    {
      wrong: () => found({ "/usr/bin/tool": "#!/bin/sh\n" }),
      finds: ["E802 /bin/sh"],
      right: () =>
        found(
          { "/usr/bin/tool": "#! /bin/sh -e\n", "/usr/share/sample": { data: "#!/nowhere\n", mode: 0o644 } },
          { runDeps: ["core-busybox"] },
        ),
    },
    {
      wrong: () => found({ "/usr/bin/tool": "#!/usr/bin/env -S perl -w\n" }, { runDeps: ["core-busybox"] }),
      finds: ["E802 perl"],
      right: () =>
        found({ "/usr/bin/tool": "#!/usr/bin/env perl\n", "/usr/bin/perl": "binary" }, { runDeps: ["core-busybox"] }),
    },
    {
      wrong: () =>
        found(
          { "/usr/lib/pkgconfig/tool.pc": "Requires: zlib >= 1.2, missing\nRequires.private: hidden = 1\n" },
          { runDeps: ["core-zlib"] },
        ),
      finds: ["E802 hidden.pc", "E802 missing.pc"],
      right: () =>
        found(
          { "/usr/lib/pkgconfig/tool.pc": "Requires: zlib >= 1.2, other\n", "/usr/share/pkgconfig/other.pc": "" },
          { runDeps: ["core-zlib"] },
        ),
    },
    {
      wrong: () =>
        found({
          "/usr/lib/pkgconfig/tool.pc":
            "prefix=/usr\nincludedir=${prefix}/include/tool\nCflags: -I${includedir} -I/opt/other\n",
        }),
      finds: ["E802 /opt/other", "E802 /usr/include/tool"],
      right: () =>
        found({
          "/usr/lib/pkgconfig/tool.pc": "prefix=/usr\nincludedir=${prefix}/include/tool\nCflags: -I${includedir}\n",
          "/usr/include/tool/tool.h": "",
        }),
    },
    {
      wrong: () => found({}, { config: { entrypoint: ["/usr/bin/tool"] } }),
      finds: ["E802 /usr/bin/tool"],
      right: () => found({ "/usr/bin/tool": "binary" }, { config: { entrypoint: ["/usr/bin/tool"] } }),
    },
  ],
  E803: [
    {
      wrong: () =>
        found({ "/usr/bin/tool": writeElf({ needed: ["libc.so"] }) }, { runDeps: ["core-zlib", "core-musl"] }),
      finds: ["E803 core-zlib"],
      right: () => found({ "/usr/bin/tool": writeElf({ needed: ["libc.so"] }) }, { runDeps: ["core-musl"] }),
    },
    {
      wrong: () =>
        found({ "/usr/bin/tool": "#!/usr/bin/own\n", "/usr/bin/own": "binary" }, { runDeps: ["core-busybox"] }),
      finds: ["E803 core-busybox"],
      right: () =>
        found({ "/usr/bin/tool": "#!/usr/bin/env own\n", "/usr/bin/own": "binary" }, { runDeps: ["core-busybox"] }),
    },
  ],
  E804: [
    {
      wrong: () => found({ "/lib/libtool.so": writeElf(), "/bin/tool": "binary" }),
      finds: ["E804 /bin", "E804 /lib"],
      right: () =>
        found({ "/lib": "-> usr/lib", "/bin": "-> usr/bin", "/usr/lib/libtool.so": writeElf(), "/usr/bin": undefined }),
    },
    {
      wrong: () => found({ "/usr/lib64/libtool.so": writeElf() }),
      finds: ["E804 /usr/lib64"],
      right: () => found({ "/usr/lib64": "-> lib", "/lib64": "-> usr/lib", "/usr/lib": undefined }),
    },
    {
      wrong: () => found({ "/usr/local/bin/tool": "binary", "/tool/file": "" }),
      finds: ["E804 /tool", "E804 /usr/local/bin/tool"],
      right: () => found({ "/usr/local/bin": undefined, "/var/lib/tool/file": "" }),
    },
    {
      wrong: () => found({ "/usr/lib/a.pyc": "x", "/usr/lib/liba.la": "x" }),
      finds: ["E804 /usr/lib/a.pyc", "E804 /usr/lib/liba.la"],
      right: () => found({ "/usr/lib/a.py": "x", "/usr/lib/liba.lac": "x" }),
    },
  ],
  E805: [
    {
      wrong: () =>
        found({
          "/usr/bin/a": "cc -I/build/include",
          "/usr/bin/b": "\0/build\0",
          "/usr/bin/c": "x=/rootfs/usr",
          "/usr/bin/d": 'open("/sources/a.tar")',
        }),
      finds: ["E805 /usr/bin/a", "E805 /usr/bin/b", "E805 /usr/bin/c", "E805 /usr/bin/d"],
      right: () =>
        found({
          "/usr/bin/a": "see https://example.org/build/ and src/build/x, ${top}/build",
          "/usr/bin/b": "/build-essential, /rootfsimage, /buildroot",
        }),
    },
  ],
  E806: [
    {
      wrong: () => found({ "/usr/bin/su": { data: "x", mode: 0o4755 }, "/usr/bin/wall": { data: "x", mode: 0o2755 } }),
      finds: ["E806 /usr/bin/su", "E806 /usr/bin/wall"],
      right: () => found({ "/usr/bin/su": { data: "x", mode: 0o4755 } }, { setuid: ["/usr/bin/su"] }),
    },
    {
      wrong: () => found({ "/usr/bin/su": "x" }, { setuid: ["/usr/bin/su"] }),
      finds: ["E806 /usr/bin/su"],
      right: () => found({ "/usr/bin/su": "x" }),
    },
  ],
  E807: [
    {
      wrong: () =>
        found(
          { "/usr/bin/tool": "x" },
          { sources: [{ kind: "remote", url: "https://example.org/a", sha256: "a".repeat(64), extract: false }] },
        ),
      finds: ["E807 /usr/share/licenses/"],
      right: () =>
        found(
          { "/usr/bin/tool": "x", "/usr/share/licenses/tool/COPYING": "text" },
          { sources: [{ kind: "remote", url: "https://example.org/a", sha256: "a".repeat(64), extract: false }] },
        ),
    },
  ],
  E808: [
    {
      wrong: () => found({ "/usr/bin/tool": writeElf({ machine: 183 }), "/usr/bin/small": writeElf({ bits: 32 }) }),
      finds: ["E808 /usr/bin/small", "E808 /usr/bin/tool"],
      right: () => found({ "/usr/bin/tool": writeElf() }),
    },
    {
      wrong: () =>
        found({
          "/usr/lib/liba.a": writeArchive({ "a.o": writeElf({ type: 1 }), "b.o": writeElf({ type: 1, machine: 3 }) }),
        }),
      finds: ["E808 /usr/lib/liba.a"],
      right: () => found({ "/usr/lib/liba.a": writeArchive({ "a.o": writeElf({ type: 1 }) }) }),
    },
    {
      wrong: () => found({ "/usr/bin/tool": writeElf({ needed: ["libc.so"] }).subarray(0, 100) }),
      finds: ["E808 /usr/bin/tool"],
      right: () => found({ "/usr/bin/tool": "" }),
    },
  ],
  E809: [
    {
      wrong: () =>
        briefly(
          proveImage("core-all", [
            pallet(["core-one", "core-two"]),
            image("one", { "/usr/bin/ls": "1", "/etc": undefined }),
            image("two", { "/usr/bin/ls": "2", "/etc": "-> usr" }),
          ]),
        ),
      finds: ["E809 /etc", "E809 /usr/bin/ls"],
      right: () =>
        briefly(
          proveImage("core-all", [
            pallet(["core-one", "core-two"]),
            image("one", { "/usr/bin/ls": "1" }),
            image("two", { "/usr/bin/cp": "2" }),
          ]),
        ),
    },
    {
      wrong: () =>
        found({ "/etc/passwd": "mine" }, { imageBase: "core-base" }, [image("base", { "/etc/passwd": "all" })]),
      finds: ["E809 /etc/passwd"],
      right: () =>
        found({ "/etc/tool": "mine" }, { imageBase: "core-base" }, [image("base", { "/etc/passwd": "all" })]),
    },
  ],
  E810: [
    {
      wrong: () =>
        found({ "/usr/share": { mode: 0o700 }, "/usr": { uid: 1 } }, { imageBase: "core-base" }, [
          image("base", { "/usr/share/a": "" }),
        ]),
      finds: ["E810 /usr", "E810 /usr/share"],
      right: () => found({ "/usr/share/b": "" }, { imageBase: "core-base" }, [image("base", { "/usr/share/a": "" })]),
    },
    {
      wrong: () =>
        briefly(
          proveImage("core-all", [
            pallet(["core-one", "core-two"]),
            image("one", { "/usr/share": { mode: 0o750 } }),
            image("two", { "/usr/share/a": "" }),
          ]),
        ),
      finds: ["E810 /usr/share"],
      right: () =>
        briefly(
          proveImage("core-all", [
            pallet(["core-one", "core-two"]),
            image("one", { "/usr/share/b": "" }),
            image("two", { "/usr/share/a": "" }),
          ]),
        ),
    },
  ],
  E811: [
    {
      wrong: () =>
        found(
          { "/usr/bin/tool": { data: "x", mode: 0o644 }, "/usr/lib/helper": "x" },
          { provides: ["tool", "helper"] },
        ),
      finds: ["E811 tool", "E811 helper"],
      right: () =>
        found(
          { "/usr/bin/tool": "x", "/opt/helper": "x" },
          { provides: ["tool", "helper"], config: { env: { PATH: "/usr/bin:/opt" } } },
        ),
    },
    {
      wrong: () =>
        found({ "/usr/lib/python3/a_b.txt": "", "/usr/lib/perl5/A.pm": "" }, { provides: ["python:a-b", "perl:A::B"] }),
      finds: ["E811 python:a-b", "E811 perl:A::B"],
      right: () =>
        found(
          { "/usr/lib/python3/a_b/__init__.py": "", "/usr/lib/python3/c.py": "", "/usr/lib/perl5/A/B.pm": "" },
          { provides: ["python:a-b", "python:c", "perl:A::B"] },
        ),
    },
  ],
};

/** A toolchain that brings one compiler. */
const toolchain = (compiler: string): Image => image("toolchain", {}, { provides: [compiler] });
const made = (compiler: string, elf: ElfParts): string[] =>
  found({ "/usr/bin/tool": writeElf(elf) }, { base: "core-toolchain" }, [toolchain(compiler)]);
const protectedBy = { makers: ["clang version 22.1.8", "Linker: LLD 22.1.8"], entries: ["f30f1efa"] };

samples.E814 = (
  [
    [{ type: 2, interpreter: undefined }, "executable"],
    [{ relro: false, tags: [[30, 8]] }, "relro"],
    [{ tags: [[23, 1]] }, "lazy binding"],
    [{ stack: 7 }, "stack"],
    [{ stack: undefined }, "no word of the stack"],
    [{ tags: [[22, 0]] }, "text relocations"],
    [{ tags: [[30, 4]] }, "text relocations by a flag"],
    [{ rPath: "/usr/lib/tool" }, "search path"],
    [{ entries: ["f30f1efa", "55415741", "41574156"] }, "branches"],
  ] as const
).map(([parts]) => {
  const { interpreter: _, ...elf } = { interpreter: undefined, ...parts };
  return {
    wrong: () => found({ "/usr/lib/libtool.so": writeElf(elf as ElfParts) }),
    finds: ["E814 /usr/lib/libtool.so"],
    right: () =>
      found({
        "/usr/lib/libtool.so": writeElf({
          ...protectedBy,
          tags: [
            [23, 1],
            [30, 8],
            [0x6ffffffb, 1],
          ],
        }),
        "/usr/lib/libtool.o": writeElf({ type: 1, stack: undefined, relro: false }),
      }),
  };
});
samples.E815 = [
  [{ makers: ["GCC: (GNU) 15.2.0", "Linker: LLD 22.1.8"] }, "clang"],
  [{ needed: ["libstdc++.so.6"] }, "clang"],
  [{ data: "_ZNSt7__cxx1112basic_stringE" }, "clang"],
  [{ makers: ["clang version 22.1.8"] }, "gcc"],
  [{ data: "_ZNSt3__112basic_stringE" }, "gcc"],
].map(([parts, compiler]) => ({
  wrong: () => made(compiler as string, parts as ElfParts).filter((finding) => !finding.startsWith("E802")),
  finds: ["E815 /usr/bin/tool"],
  right: () => [...made("clang", protectedBy), ...made("gcc", { makers: ["GCC: (GNU) 15.2.0"] })],
}));

samples.E816 = [
  {
    wrong: () => found({ "/usr/lib/libtool.so": "-> libtool.so.1" }),
    finds: ["E816 /usr/lib/libtool.so"],
    right: () => found({ "/usr/lib/libtool.so": "-> libtool.so.1", "/usr/lib/libtool.so.1": writeElf() }),
  },
  {
    wrong: () => found({ "/usr/share/zone": "-> ../lib/libz.so.1" }, {}, others),
    finds: ["E816 /usr/share/zone"],
    right: () =>
      found({ "/usr/share/zone": "-> ../lib/libz.so.1", "/etc/mtab": "-> /proc/mounts" }, { runDeps: ["core-zlib"] }),
  },
  {
    wrong: () => found({ "/usr/bin/tool": { data: "text", linked: "/usr/bin/other" }, "/usr/bin/other": "text" }),
    finds: ["E816 /usr/bin/tool"],
    right: () => found({ "/usr/bin/tool": "-> other", "/usr/bin/other": "text" }),
  },
];

// What Clang 22 made of a variadic function with 100,000 and with 20,000 bytes of local variables, up to its first call.
const variadic = {
  looped:
    "41574156534989e34981eb008001004881ec0010000048c70424000000004c39dc75ec4881ec700700004989f24889fb488954243048894c24384c894424404c894c24" +
    "48488d4424204889442410488d842490870100488944240848b81000000030000000488904244c8db424d0000000",
  framePointer:
    "554889e5415741564989e34981eb008001004881ec0010000048c70424000000004c39dc75ec4881ec680700004989f24889fb48899530ffffff48898d38ffffff" +
    "4c898540ffffff4c898d48ffffff488d8520ffffff488945e0",
  unrolled:
    "41574156534881ec0010000048c70424000000004881ecf00e00004989f24889fb488954243048894c24384c894424404c894c244884c074370f29442450",
  spilled: "4989e34981eb008001004881ec0010000048c70424000000004c39dc75ec4c8944244048894c24384c894c2458488d442420",
};
samples.E817 = [variadic.looped, variadic.framePointer].map((code) => ({
  wrong: () => found({ "/usr/lib/libtool.a": Buffer.from(code, "hex") }).filter((finding) => finding.includes(".a")),
  finds: ["E817 /usr/lib/libtool.a"],
  right: () =>
    found({ "/usr/lib/libtool.a": Buffer.from(variadic.unrolled + variadic.spilled, "hex") }).filter((finding) =>
      finding.startsWith("E817"),
    ),
}));

samples.E818 = [
  ["/usr/lib/libtool.a", "/usr/lib/libtool.so"],
  ["/usr/lib/libtool.so", "/usr/lib/libtool.a"],
].map(([there, missing]) => {
  const pc = { "/usr/lib/pkgconfig/tool.pc": "libdir=/usr/lib\nLibs: -L${libdir} -ltool -lm\n" };
  const whole = (paths: string[]): string[] =>
    found({ ...pc, ...Object.fromEntries(paths.map((path) => [path, "!<arch>\n"])) }).filter((finding) =>
      finding.startsWith("E818"),
    );
  return { wrong: () => whole([there!]), finds: [`E818 ${missing}`], right: () => whole([there!, missing!]) };
});

test("A protection that the recipe leaves out is not missed.", () => {
  const harden = { bindNow: "patches its functions while it runs" };
  const build = { kind: "recipe", recipe: "make", tools: [], env: {}, phases: [], hooks: 0, harden } as const;
  const lazy = { "/usr/lib/libtool.so": writeElf({ tags: [[23, 1]] }) };
  expect(found(lazy)).toEqual(["E814 /usr/lib/libtool.so"]);
  expect(found(lazy, { build })).toEqual([]);
});

test("What the bootstrap made, or what stands on its GCC, is not asked for protections.", () => {
  const bare = { "/usr/lib/libtool.so": writeElf({ stack: 7 }) };
  const stage3: Image = {
    definition: { ...definition("stage3", { provides: ["gcc"] }), name: "bootstrap-stage3" },
    files: {},
  };
  expect(found(bare, { base: "bootstrap-stage3" }, [stage3])).toEqual([]);
});

function pallet(members: string[]): Image {
  return image("all", {}, { kind: "pallet", members, build: undefined });
}

for (const [code, cases] of Object.entries(samples)) {
  describe(`${code}, ${codes[code as keyof typeof codes]},`, () => {
    test.each(cases.map((item, index) => ({ ...item, number: index + 1 })))(
      "is found in sample $number: $finds",
      ({ wrong, finds, right }) => {
        expect(wrong().sort()).toEqual([...finds].sort());
        expect(right()).toEqual([]);
      },
    );
  });
}

describe("E812, remains of a host seed,", () => {
  const compiled = writeElf({ data: "GCC: (Debian 12.2.0-14) 12.2.0" });
  const seed = seedMarks(
    "bootstrap-debian",
    imageFiles("bootstrap-debian", {
      "/usr/lib/x86_64-linux-gnu/libz.so.1": writeElf({ buildId: "ab".repeat(20) }),
      "/usr/bin/gcc": compiled,
      "/usr/share/doc/README": "text",
      "/usr/lib/os-release": 'PRETTY_NAME="Debian GNU/Linux 12"\nNAME="Debian GNU/Linux"\n',
    }),
  );
  const remains = (files: Files): string[] =>
    proveImage("core-tool", [image("tool", files)], [seed]).findings.map(({ code, message }) => `${code} ${message}`);

  test.each<[string, Entry, string]>([
    ["equal bytes", compiled, "has the bytes of /usr/bin/gcc"],
    [
      "a build id",
      writeElf({ buildId: "ab".repeat(20), data: "other" }),
      "has the build id of /usr/lib/x86_64-linux-gnu/libz.so.1",
    ],
    [
      "its compiler's note",
      writeElf({ data: "GCC: (Debian 12.2.0-14) 12.2.0", buildId: "cd".repeat(20) }),
      "names Debian",
    ],
    [
      "its triplet",
      writeArchive({ "a.o": writeElf({ type: 1, data: "--build=x86_64-linux-gnu" }) }),
      "names x86_64-linux-gnu",
    ],
    [
      "one of its folders in text",
      "LIBDIR=/usr/lib/x86_64-linux-gnu/perl",
      "names the folder /usr/lib/x86_64-linux-gnu",
    ],
  ])("are found by %s", (_, entry, message) => {
    expect(remains({ "/usr/bin/tool": entry })).toEqual([
      `E812 /usr/bin/tool ${message}, of the host seed bootstrap-debian`,
    ]);
  });

  test("are found by a path", () => {
    expect(remains({ "/usr/include/x86_64-linux-gnu/a.h": "a" })).toEqual([
      "E812 /usr/include/x86_64-linux-gnu/a.h lies in a folder x86_64-linux-gnu, of the host seed bootstrap-debian",
    ]);
  });

  test("are not found in what was built anew, or in text that speaks of Debian", () => {
    expect(
      remains({
        "/usr/bin/tool": writeElf({ buildId: "ef".repeat(20), data: "GCC: (GNU) 15.2.0" }),
        "/usr/share/doc/README": "text",
        "/usr/share/config.guess": "Debian x86_64-linux-gnu",
      }),
    ).toEqual([]);
  });
});

describe("an allowance", () => {
  const files = { "/usr/lib/perl/a": "/build/x", "/usr/lib/perl/b": "/build/y", "/usr/lib/c": "/build/z" };
  const proof = (allow: Definition["allow"]) => proveImage("core-tool", [image("tool", files, { allow })]);

  test("takes a finding out, and keeps its reason", () => {
    const { findings, allowed, idle } = proof([
      { code: "E805", subject: "/usr/lib/c", reason: "says how it was built" },
    ]);
    expect(findings.map(({ subject }) => subject)).toEqual(["/usr/lib/perl/a", "/usr/lib/perl/b"]);
    expect(allowed).toMatchObject([{ subject: "/usr/lib/c", reason: "says how it was built" }]);
    expect(idle).toEqual([]);
  });

  test("of a folder stands for all below it, and not for a file of a longer name", () => {
    expect(briefly(proof([{ code: "E805", subject: "/usr/lib/perl/", reason: "x" }]))).toEqual(["E805 /usr/lib/c"]);
    expect(briefly(proof([{ code: "E805", subject: "/usr/lib/perl", reason: "x" }]))).toHaveLength(3);
  });

  test("that meets nothing, or another code's finding, is idle", () => {
    expect(
      proof([
        { code: "E805", subject: "/usr/lib/", reason: "x" },
        { code: "E804", subject: "/usr/lib/c", reason: "x" },
      ]).idle,
    ).toEqual([1]);
  });

  test("for remains of a seed is idle only when there was a seed to compare with", () => {
    const allow: Definition["allow"] = [{ code: "E812", subject: "/usr/lib/c", reason: "x" }];
    expect(proof(allow).idle).toEqual([]);
    expect(
      proveImage("core-tool", [image("tool", files, { allow })], [seedMarks("bootstrap-debian", new Map())]).idle,
    ).toEqual([0]);
  });
});

test("Of a bootstrap image, nothing but remains of a seed is found.", () => {
  const early: Image = {
    definition: { ...definition("tool", { provides: ["nothing"], stage: "bootstrap" }) },
    files: { "/cross/lib64/a.la": "/build/x", "/cross/a": writeElf({ machine: 183, needed: ["liba.so"] }) },
  };
  expect(briefly(proveImage("core-tool", [early]))).toEqual([]);
});

test("The hint for a need names an image that meets it.", () => {
  const { findings } = proveImage("core-tool", [
    image("tool", {
      "/usr/bin/tool": writeElf({ needed: ["libz.so.1"] }),
      "/usr/bin/other": writeElf({ needed: ["libz.so.1"] }),
    }),
    ...others,
  ]);
  expect(findings).toMatchObject([
    {
      message:
        "/usr/bin/tool and 1 more need libz.so.1, which is neither in core-tool nor in what it needs at run time",
      hint: "core-zlib brings it: name it in `runDeps`, or build without it.",
    },
  ]);
});

test("Links that lead in a circle lead nowhere.", () => {
  expect(found({ "/usr/bin/tool": "#!/usr/bin/a\n", "/usr/bin/a": "-> b", "/usr/bin/b": "-> a" })).toEqual([
    "E816 /usr/bin/a",
    "E816 /usr/bin/b",
    "E802 /usr/bin/a",
  ]);
});
