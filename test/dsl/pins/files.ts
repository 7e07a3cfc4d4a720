export const old = "1".repeat(64);
export const newest = "2".repeat(64);
/** A digest that nobody wrote down. */
export const strange = "3".repeat(64);

/** A consumer's file, `<line> <status>` of each image that it names, and its text after --write, where that differs. */
export interface Sample {
  readonly text: string;
  readonly found: readonly string[];
  readonly after?: string;
}

export const zlib = "stagex.invalid/core-zlib";
/** The same text with the newest digest for every old and strange one. */
const updated = (text: string): string => text.replaceAll(old, newest).replaceAll(strange, newest);
export const pinned = (text: string, ...found: string[]): Sample => ({ text, found, after: updated(text) });
export const left = (text: string, ...found: string[]): Sample => ({ text, found });

/** After the shapes that public projects use: releases mixed in one file, variables, heredocs, with and without registry, names of 2024. */
export const files: Readonly<Record<string, Sample>> = {
  "Containerfile.current": left(`FROM ${zlib}@sha256:${newest}\n`, "1 current"),
  "Containerfile.old": pinned(`FROM ${zlib}@sha256:${old} AS build\nRUN true\n`, "1 old"),
  "Containerfile.mixed": pinned(
    `FROM scratch AS base\nCOPY --from=${zlib}@sha256:${old} . /\nCOPY --from=${zlib}@sha256:${newest} . /\nCOPY --from=${zlib}@sha256:${strange} . /\n`,
    "2 old",
    "3 current",
    "4 unknown-digest",
  ),
  "Containerfile.tag-and-digest": {
    text: `FROM ${zlib}:1.2.0@sha256:${old} # kept\n`,
    found: ["1 old"],
    after: `FROM ${zlib}:1.3.1@sha256:${newest} # kept\n`,
  },
  "Containerfile.tag": {
    text: `FROM ${zlib}:1.3.1\n`,
    found: ["1 loose"],
    after: `FROM ${zlib}:1.3.1@sha256:${newest}\n`,
  },
  "Containerfile.nothing": {
    text: `from ${zlib} as a\n`,
    found: ["1 loose"],
    after: `from ${zlib}@sha256:${newest} as a\n`,
  },
  "Containerfile.arg": pinned(`ARG IMAGE=${zlib}@sha256:${old}\nFROM \${IMAGE} AS a\nFROM $IMAGE\n`, "2 old", "3 old"),
  "Containerfile.arg-digest": pinned(`ARG ZLIB="sha256:${old}"\nFROM ${zlib}@\${ZLIB}\n`, "2 old"),
  "Containerfile.arg-version": left(`ARG VERSION=1.2.0\nFROM ${zlib}:\${VERSION}\n`, "2 loose"),
  "Containerfile.arg-missing": left(`ARG IMAGE\nFROM $IMAGE\n`, "2 unresolved"),
  "Containerfile.heredoc": pinned(
    `FROM ${zlib}@sha256:${old}\nRUN <<EOF\nFROM ${zlib}@sha256:${old.replace(/1$/, "4")}\nEOF\nCOPY <<-"A" <<B /\n\tFROM stagex.invalid/nothing\n\tA\nFROM stagex.invalid/nothing\nB\nCOPY --from=${zlib}@sha256:${old} /a /b\n`,
    "1 old",
    "10 old",
  ),
  "Containerfile.continued": pinned(
    `FROM \\\n  # why this one\n  --platform=linux/amd64 \\\n  ${zlib}@sha256:${old} \\\n  AS build\nCOPY --link \\\n     --from=${zlib}@sha256:${old} \\\n     . /\n`,
    "4 old",
    "7 old",
  ),
  "Containerfile.mount": pinned(
    `FROM scratch\nRUN --network=none --mount=type=bind,from=${zlib}@sha256:${old},target=/z ["/z"]\n`,
    "2 old",
  ),
  "Containerfile.registry": pinned(
    `FROM registry.example/images/core-zlib@sha256:${old} AS one\nFROM images/core-zlib@sha256:${old} AS two\nCOPY --from=one /a /a\nCOPY --from=0 /a /b\n`,
    "1 old",
    "2 old",
  ),
  "Containerfile.names-of-2024": left(
    `FROM stagex/zlib:1.3.1@sha256:${old} AS a\nFROM registry.example/stagex/core-zlib:sx2024.03.0\n`,
    "1 renamed",
    "2 loose",
  ),
  "Containerfile.unknown": left(
    `FROM stagex.invalid/core-zlbi\nFROM stagex/pallet-rust@sha256:${old}\n`,
    "1 unknown-image",
    "2 unknown-image",
  ),
  "Containerfile.foreign": left(
    `FROM debian:bookworm AS a\nFROM a\nCOPY --from=alpine:3 / /\n`,
    "1 foreign",
    "3 foreign",
  ),
  "Containerfile.crlf": pinned(`# by hand\r\nFROM ${zlib}@sha256:${old}\r\nRUN x\r\n`, "2 old"),
  "Containerfile.no-newline": pinned(`FROM ${zlib}@sha256:${old}`, "1 old"),
  "Containerfile.unbuilt": left(`FROM stagex.invalid/core-bzip2@sha256:${old}\n`, "1 unbuilt"),
  "compose.yaml": pinned(
    `services:\n  a:\n    image: "${zlib}@sha256:${old}"  # pinned\n    # image: ${zlib}@sha256:${old.replace(/1$/, "4")}\n  b:\n    image: debian:12\n  c:\n    build:\n      additional_contexts:\n        z: docker-image://${zlib}@sha256:${old}\n  d:\n    image: \${TAG}\n`,
    "3 old",
    "6 foreign",
    "10 old",
    "12 unresolved",
  ),
  "docker-bake.hcl": pinned(
    `target "a" {\n  contexts = { z = "docker-image://${zlib}@sha256:${old}" } // why\n  args = {\n    IMAGE = "${zlib}@sha256:${old}"\n  }\n}\n`,
    "2 old",
    "4 old",
  ),
  "bake.json": pinned(`{"target":{"a":{"contexts":{"z":"docker-image://${zlib}@sha256:${old}"}}}}\n`, "1 old"),
  "Containerfile.registry-in-a-variable": {
    text: `ARG REGISTRY=stagex.invalid\nFROM \${REGISTRY}/core-zlib@sha256:${old} AS a\nFROM $REGISTRY/core-zlib:1.2.0@sha256:${old}\n`,
    found: ["2 old", "3 old"],
    after: `ARG REGISTRY=stagex.invalid\nFROM \${REGISTRY}/core-zlib@sha256:${newest} AS a\nFROM $REGISTRY/core-zlib:1.3.1@sha256:${newest}\n`,
  },
  "Containerfile.variable-of-a-variable": pinned(
    `ARG REGISTRY="stagex.invalid"\nARG IMAGE=\${REGISTRY}/core-zlib@sha256:${old}\nFROM \${IMAGE:-debian}\n`,
    "3 old",
  ),
  "Containerfile.variable-of-a-stage": pinned(
    `ARG IMAGE=${zlib}@sha256:${old}\nFROM $IMAGE\nARG IMAGE=debian\nFROM $IMAGE\n`,
    "2 old",
    "4 old",
  ),
  "Containerfile.variable-of-two-images": left(
    `ARG DIGEST=${old}\nFROM ${zlib}@sha256:$DIGEST AS a\nFROM stagex.invalid/pallet-compression@sha256:$DIGEST\n`,
    "2 old",
    "3 unknown-digest",
  ),
  "Containerfile.stage-by-variable": left(`ARG KIND=a\nFROM debian AS base-a\nFROM base-\${KIND}\n`, "2 foreign"),
  "Containerfile.no-heredocs": pinned(
    `FROM ${zlib}@sha256:${old}\nRUN echo $((1 << 2)) $((1<<N)) && cat <<<word && sh -c "cat <<EOF"\nCOPY --from=${zlib}@sha256:${old} /a /b\n`,
    "1 old",
    "3 old",
  ),
  "Containerfile.onbuild": pinned(`FROM scratch\nONBUILD COPY --from=${zlib}@sha256:${old} /a /b\n`, "2 old"),
  "Containerfile.words-of-a-command": left(
    `FROM scratch\nRUN tool --mount=type=bind,from=${zlib}@sha256:${old} --from=${zlib}\n`,
  ),
  "Containerfile.backtick": pinned(`# escape=\`\nFROM \`\n${zlib}@sha256:${old} AS a\nRUN C:\\\nFROM a\n`, "3 old"),
  "Containerfile.enclave": pinned(
    `# syntax=docker/dockerfile:1\nARG SOURCE_DATE_EPOCH=1\nFROM stagex/core-filesystem:sx2024.09.0 AS filesystem\nFROM ${zlib}@sha256:${old} AS zlib # 1.2\nFROM --platform=$BUILDPLATFORM debian:12 AS tools\n\nFROM scratch AS base\nCOPY --from=zlib . /\nCOPY --from=filesystem --chown=0:0 . /\nCOPY --from=stagex/eif_build@sha256:${old.replace(/1$/, "4")} . /\nFROM base AS build\nRUN --network=none <<-EOF\n\tset -e\n\tFROM=${zlib}\n\tEOF\nRUN --mount=type=cache,target=/c --mount=from=${zlib}@sha256:${old},target=/z \\\n    # what it is for\n    ["/z/a"]\n`,
    "1 foreign",
    "3 unbuilt",
    "4 old",
    "5 foreign",
    "10 unknown-image",
    "16 old",
  ),
  "compose.args.yml": pinned(
    `x-image: &image ${zlib}@sha256:${old}\nservices:\n  a:\n    image: *image\n    build:\n      args:\n        ZLIB: ${zlib}@sha256:${old}\n      secrets:\n        - OTHER=${zlib}@sha256:${old}\n    command: ["a # no comment"]\n  b:\n    image: \${IMAGE:-${zlib}@sha256:${old}}\n  c: {image: '${zlib}@sha256:${old}', command: "#"}\n`,
    "1 old",
    "7 old",
    "9 old",
    "12 old",
    "13 old",
  ),
  "bake.hcl": pinned(
    `variable "REGISTRY" {\n  default = "stagex.invalid" # no image\n}\n/* image = "${zlib}"\n   docker-image://${zlib} */\nvariable "RUST" { default = "stagex/pallet-rust:1.80" }\ntarget "a" {\n  tags = ["stagex/core-zlib:mine"]\n  contexts = { z = "docker-image://\${REGISTRY}/core-zlib@sha256:${old}" }\n}\n`,
    "6 unknown-image",
    "9 old",
  ),
  "described.json": pinned(
    `{"target":{"a":{"description":"one # two // three","args":{"ZLIB":"${zlib}@sha256:${old}"}}}}\n`,
    "1 old",
  ),
};
