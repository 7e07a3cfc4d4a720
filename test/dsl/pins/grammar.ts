import { left, newest, old, pinned, type Sample, zlib } from "./files.js";

const pin = `${zlib}@sha256:${old}`;
const tagged = `${zlib}:1.2.0`;
const renew = (text: string, ...found: string[]): Sample => ({
  text,
  found,
  after: text.replaceAll("core-zlib:1.2.0", `core-zlib:1.3.1@sha256:${newest}`),
});

/** What the grammars of engines, YAML and HCL allow, and where a reader of lines goes wrong. */
export const grammar: Readonly<Record<string, Sample>> = {
  "Containerfile.escape-after-syntax": pinned(
    `# syntax=docker/dockerfile:1\n# escape=\`\nFROM \`\n  ${pin} AS a\nCOPY --from=${pin} /a C:\\\nCOPY --from=${pin} /a /b\n`,
    "1 foreign",
    "4 old",
    "5 old",
    "6 old",
  ),
  "Containerfile.escape-after-bom": pinned(
    `\uFEFF# Escape = \`\r\nFROM scratch\r\nRUN copy C:\\\r\nCOPY --from=${pin} /a /b\r\n`,
    "4 old",
  ),
  "Containerfile.escape-too-late": pinned(`# why\n# escape=\`\nFROM \\\n  ${pin}\n`, "4 old"),
  "Containerfile.nested-default": pinned(
    `ARG HOST=stagex.invalid\nARG NAME\nFROM \${IMAGE:-\${HOST}/\${PART-core-zlib}@sha256:${old}}\nFROM ${zlib}\${HOST:+@sha256:${old}}\n`,
    "3 old",
    "4 old",
  ),
  "Containerfile.wanted-variable": left(
    `ARG V=v1.2\nFROM \${IMAGE:?say which}\nFROM ${zlib}:\${V#v}\n`,
    "2 unresolved",
    "3 unresolved",
  ),
  "Containerfile.declared-twice": left(`ARG IMAGE=${pin}\nARG IMAGE=debian:12\nFROM $IMAGE\n`, "3 foreign"),
  "Containerfile.stages-by-number": pinned(
    `FROM ${pin}\nFROM scratch\nCOPY --from=0 /a /b\nCOPY --from=1 /a /b\n`,
    "1 old",
  ),
  "Containerfile.mounts": pinned(
    `FROM scratch\nRUN --mount=type=cache,target=/c --mount="type=bind,from=${pin},target=/z" x\nRUN --mount=target=/x,FROM=${pin} x\nRUN \\\n  --mount=from=${pin} \\\n  # why\n\n  --mount=from=debian:12 \\\n  echo --mount=from=${zlib}\n`,
    "2 old",
    "3 old",
    "5 old",
    "8 foreign",
  ),
  "Containerfile.heredoc-in-json": pinned(
    `FROM scratch\nRUN ["sh", "-c", "cat <<EOF"]\nCOPY --from=${pin} /a /b\n`,
    "3 old",
  ),
  "Containerfile.heredocs-of-all-kinds": pinned(
    `FROM scratch\r\nRUN a && \\\r\n  cat <<A 3<<-'B' && \\\r\n  b\r\nFROM ${zlib}\r\nA\r\n\tFROM ${zlib}\r\n\tB\r\nONBUILD RUN <<"C D"\r\nCOPY --from=${zlib} / /\r\nC D\r\nonbuild copy --from=${pin} /a /b\r\n`,
    "12 old",
  ),
  "Containerfile.hosts": left(
    `FROM localhost:5000/core-zlib@sha256:${old}\nFROM [::1]:5000/core-zlib@sha256:${old}\nFROM HOST:5000/a/core-zlib@sha256:${old}\nFROM 127.0.0.1:5000/stagex/core-zlib\n`,
    "1 foreign",
    "2 foreign",
    "3 foreign",
    "4 loose",
  ),
  "Containerfile.tabs": pinned(
    `\tFROM\t--platform=linux/amd64\t${pin}\tAS\tx\n \tCOPY\t--from=x\t/a\t/b\n\tCOPY\t--from=${pin}\t/a\t/b\n`,
    "1 old",
    "3 old",
  ),
  "Containerfile.empty-line-goes-on": left(`FROM scratch\nRUN a \\\n\n  # why\n  && b \\\nCOPY --from=${pin} /a /b\n`),
  "Containerfile.open-end": pinned(`FROM ${pin} \\`, "1 old"),
  "Containerfile.latest": {
    text: `FROM ${zlib}:latest\nFROM ${zlib}:latest@sha256:${old}\n`,
    found: ["1 loose", "2 old"],
    after: `FROM ${zlib}:latest@sha256:${newest}\nFROM ${zlib}:latest@sha256:${newest}\n`,
  },
  "Containerfile.no-digests": left(
    `FROM ${zlib}@sha512:${old}${old}\nFROM ${zlib}@sha256:12\nFROM ${zlib}@sha256:${"A".repeat(64)}\n`,
    "1 unresolved",
    "2 unresolved",
    "3 unresolved",
  ),
  "Containerfile.quotes": pinned(`FROM "${pin}" AS a\nCOPY --from='${pin}' /a /b\n`, "1 old", "2 old"),
  "Containerfile.variable-of-a-foreign-image": left(
    `ARG D=${old}\nFROM ${zlib}@sha256:$D AS a\nFROM debian@sha256:$D\n`,
    "2 old",
    "3 foreign",
  ),
  "Containerfile.variable-beside-a-tag": left(
    `ARG D=sha256:${old}\nFROM ${zlib}:1.2.0@$D AS a\nFROM ${zlib}@$D\n`,
    "2 old",
    "3 old",
  ),
  "Containerfile.names-of-facts": left(
    "FROM stagex/user-vim\nFROM stagex/php-fpm:sx2024.11.0\nFROM stagex/core-llvm-libs\n",
    "1 unknown-image",
    "2 unknown-image",
    "3 unknown-image",
  ),
  "compose.shapes.yaml": renew(
    `x-zlib: &zlib ${tagged}\nservices:\n  a:\n    image: *zlib\n  b: { image: ${tagged} }\n  c:\n    image: >-\n      ${tagged}\n  d:\n    image:\n      ${tagged} # why\n  e:\n    image: \${HOST:?say which}/core-zlib\n    command: 'echo image: ${zlib}'\n    labels: { "a.image": "${zlib}" }\n  # image: ${tagged.replace("1.2", "1.1")}\n  "f":\n    'image' : '${tagged}'\n  g: { image: "\${HOST-stagex.invalid}/core-zlib:1.2.0" }\n---\nservices: { a: { image: debian } }\n`,
    "1 loose",
    "5 loose",
    "8 loose",
    "11 loose",
    "13 unresolved",
    "18 loose",
    "19 loose",
    "21 foreign",
  ),
  "compose.inline.yml": renew(
    `services:\n  a:\n    build:\n      dockerfile_inline: |\n        # image: ${zlib}\n        FROM ${tagged} AS a\n        RUN <<EOF\n        FROM ${zlib}\n        EOF\n        COPY --from=${tagged} /a /b\n`,
    "6 loose",
    "10 loose",
  ),
  "COMPOSE.YAML": renew(
    `\uFEFFservices:\r\n  a:\r\n    image: ${tagged}\r\n    build:\r\n      args:\r\n        base: ${tagged}\r\n      additional_contexts:\r\n      - z=docker-image://${tagged}\r\n      tags: [${tagged.replace("1.2", "1.1")}]\r\n`,
    "3 loose",
    "6 loose",
    "8 loose",
  ),
  "shapes.hcl": renew(
    `variable "V" {\r\n  validation {\r\n    condition = V != "" // {\r\n  }\r\n  default = "1.2.0"\r\n}\r\ntarget "a" {\r\n  contexts = { z = "docker-image://${zlib}:\${V}", "y" = "docker-image://${tagged}", x = "target:b" }\r\n  args = {\r\n    zlib_image = "${tagged}"\r\n    V = V\r\n  }\r\n  tags = ["${zlib}:mine", "stagex/core-zlib"]\r\n  labels = { "a.base" = "${zlib}:1" }\r\n  dockerfile-inline = <<-EOT\r\n    FROM ${tagged}\r\n    RUN <<EOF\r\n    FROM ${zlib}\r\n    EOF\r\n    EOT\r\n}\r\n`,
    "8 loose",
    "8 loose",
    "10 loose",
    "16 loose",
  ),
  "shapes.json": renew(
    `{\n\t"variable": {"D": {"default": "1.2.0"}},\n\t"target": {"a": {\n\t\t"contexts": {"z": "docker-image:\\/\\/${tagged}"},\n\t\t"dockerfile-inline": "FROM ${tagged} AS a\\nRUN <<EOF\\nFROM ${zlib}\\nEOF\\nFROM ${tagged}\\n",\n\t\t"args": {"z": "${zlib}:\${D}"}\n\t}}\n}\n`,
    "4 loose",
    "5 loose",
    "5 loose",
    "6 loose",
  ),
};
