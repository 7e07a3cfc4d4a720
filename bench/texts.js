// The texts of made-up definitions, as an author would write them.

/** Definitions that every tree has: what the others are built on. */
export const plainTexts = [
  [
    "defs/bootstrap/debian.ts",
    `import { definePackage, hostSeed } from "#dsl";

export const debian = definePackage({
  name: "bootstrap-debian",
  version: "12",
  description: "Compiler and tools of a Debian release",
  license: "GPL-3.0-or-later",
  website: "https://www.debian.org",
  provides: ["ar", "gcc", "install", "make", "mkdir", "patch", "rm", "sed", "sh", "tar", "xz"],
  build: hostSeed("debian-bookworm-gcc"),
});
`,
  ],
  [
    "defs/core/filesystem.ts",
    `import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

export const filesystem = definePackage({
  name: "core-filesystem",
  version: "1",
  description: "Directories and accounts that every image stands on",
  license: "ISC",
  website: "https://example.org",
  base: debian,
  build: sh\`
    mkdir -p /rootfs/etc /rootfs/usr/bin /rootfs/usr/lib
    printf '%s\\n' root:x:0:0:root:/root:/bin/sh >/rootfs/etc/passwd
  \`,
  config: { user: "1000:1000", env: { PATH: "/usr/bin" } },
});
`,
  ],
];

const builds = {
  autotools: `autotools({ configure: ["--disable-nls", "--disable-static", "--enable-deterministic-archives", "--with-system-zlib"] })`,
  make: `make({ flags: ["CC=gcc", "AR=ar"], targets: ["all"] })`,
  hooks:
    'autotools({\n    configure: ["--disable-nls"],\n    before: { configure: sh`autoreconf -fi` },\n    after: { install: sh`rm -rf /rootfs/usr/share/info` },\n  })',
  script:
    'sh`\n    ./build.sh \\\\\n        --jobs "$(nproc)" \\\\\n        --prefix /usr\n    mkdir -p /rootfs/usr/bin\n    install -m 755 out/* /rootfs/usr/bin/\n  `',
};
const words = { autotools: ["autotools"], make: ["make"], hooks: ["autotools", "sh"], script: ["sh"] };

/** The definition of a package by its plan (bench/generate.js). */
export function packageText(item) {
  const { stage, base, version, buildDeps, runDeps, patches, sha256, size, flavour, config } = item;
  const lines = [
    ["name", `"${stage}-${base}"`],
    ["version", undefined],
    ["description", `"Library and tools for ${base} files"`],
    ["license", '"GPL-3.0-or-later"'],
    ["website", `"https://example.org/${base}/"`],
    ["sources", `[{ url: gnu(\`${base}/${base}-\${version}.tar.xz\`), sha256: "${sha256}", size: ${size} }]`],
    ...(patches.length > 0 ? [["patches", JSON.stringify(patches)]] : []),
    ["base", "debian"],
    ...(buildDeps.length > 0 ? [["buildDeps", list(buildDeps)]] : []),
    ...(runDeps.length > 0 ? [["runDeps", list(runDeps)]] : []),
    ["build", builds[flavour]],
    ...(config ? [["config", `{ entrypoint: ["/usr/bin/${base}"] }`]] : []),
  ];
  const imports = importLines(stage, [...buildDeps, ...runDeps], [["../bootstrap/debian.js", "debian"]]);
  return `import { ${["definePackage", "gnu", ...words[flavour]].sort().join(", ")} } from "#dsl";
${imports}
const version = "${version}";

export const ${exportName(base)} = definePackage({
${lines.map(([key, value]) => (value === undefined ? `  ${key},\n` : `  ${key}: ${value},\n`)).join("")}});
`;
}

/** The definition of a pallet by its plan. */
export function palletText({ base, members }) {
  return `import { definePallet } from "#dsl";
${importLines("pallet", members, [])}
export const ${exportName(base)} = definePallet({
  name: "pallet-${base}",
  description: "Tools for ${base} in one image",
  members: ${list(members)},
});
`;
}

function importLines(stage, items, more) {
  const paths = items.map((item) => [
    item.stage === stage ? `./${item.base}.js` : `../${item.stage}/${item.base}.js`,
    exportName(item.base),
  ]);
  const byPath = new Map([...more, ...paths]);
  return [...byPath].map(([path, name]) => `import { ${name} } from "${path}";\n`).join("");
}

function list(items) {
  return `[${items.map((item) => exportName(item.base)).join(", ")}]`;
}

function exportName(base) {
  return base.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
