import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { textRules } from "./portable.js";

const hash = "0".repeat(64);
const good = `# core-x 1. Generated from defs/core/x.ts: change that file, then run \`defs compile\`.
FROM stagex.invalid/core-gcc AS build
USER 0:0
ENV SOURCE_DATE_EPOCH=315619200
ENV HOSTNAME=sandbox
COPY --from=stagex.invalid/core-make . /
WORKDIR /build
RUN --network=none \\
    --mount=type=bind,from=sources,source=${hash}/x.tar.gz,target=/sources/x.tar.gz \\
    <<"EOF"
set -eu
make
EOF

FROM scratch AS rootfs
COPY --from=build /rootfs/ /

FROM scratch
COPY --from=rootfs . /
ENTRYPOINT ["/usr/bin/x"]
`;

/** For each rule, an edit of the good file that breaks it. */
const breaking: Readonly<Record<string, (text: string) => string>> = {
  "only known instructions": (text) => text.replace("WORKDIR /build", 'SHELL ["/bin/sh"]'),
  "the rootfs stage only copies": (text) => text.replace("AS rootfs\n", 'AS rootfs\nRUN --network=none ["/x"]\n'),
  "COPY has --from and no other flag": (text) =>
    text.replace("COPY --from=stagex.invalid/core-make", "COPY --link --from=stagex.invalid/core-make"),
  "ADD takes a tar archive of the context": (text) => text.replace("WORKDIR /build", `ADD ${hash}/x.tar.xz /`),
  "RUN starts with --network=none": (text) => text.replace("--network=none \\\n", "\\\n"),
  "RUN mounts single sources": (text) => text.replace("type=bind,from=sources,source=", "type=cache,source="),
  "heredocs are quoted": (text) => text.replace('<<"EOF"', "<<EOF"),
  "scripts start with set -eu": (text) => text.replace("set -eu\n", ""),
  "commands outside heredocs are JSON": (text) => text.replace('ENTRYPOINT ["/usr/bin/x"]', "ENTRYPOINT /usr/bin/x"),
  "a stage with a shell fixes user and environment": (text) => text.replace("ENV HOSTNAME=sandbox\n", ""),
  "FROM and --from name what is known": (text) => text.replace("stagex.invalid/core-gcc", "docker.io/library/gcc"),
  "no directive comments": (text) => `# syntax=docker/dockerfile:1\n${text}`,
  "at most 40 images laid over each other in a stage": (text) =>
    text.replace("WORKDIR", `${"COPY --from=stagex.invalid/core-make . /\n".repeat(41)}WORKDIR`),
};

describe("the text rules of generated Containerfiles", () => {
  it("have a breaking sample each", () => {
    expect(Object.keys(breaking).sort()).toEqual(textRules.map((rule) => rule.name).sort());
  });
  it.each(textRules)("accept a good file: $name", ({ faults }) => {
    expect(faults(good)).toEqual([]);
  });
  it.each(textRules)("refuse the breaking sample: $name", ({ name, faults }) => {
    const text = breaking[name]!(good);
    expect(text).not.toBe(good);
    expect(faults(text)).not.toEqual([]);
  });
});

const trees = ["generated", "test/skeleton/generated", "test/recipes/generated", "test/samples"];
const files = listFiles();

describe("every generated Containerfile", () => {
  it("is looked at", () => {
    expect(files.length).toBeGreaterThan(5);
  });
  it.each(files)("keeps the text rules: %s", (file) => {
    const text = readFileSync(file, "utf8");
    expect(textRules.flatMap((rule) => rule.faults(text).map((fault) => `${rule.name}: ${fault}`))).toEqual([]);
  });
});

function listFiles(): string[] {
  return trees
    .flatMap((tree) => readdirSync(tree, { recursive: true, encoding: "utf8" }).map((file) => join(tree, file)))
    .filter((file) => /\/Containerfile$/.test(file))
    .sort();
}
