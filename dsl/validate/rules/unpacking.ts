import { archiveTools } from "../../model/archive.js";
import { fileName, isUnpacked, type RemoteSource } from "../../model/source.js";
import { sourceName } from "../../sources/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { literal, type Rule } from "../rule.js";
import { listedSources } from "../sources.js";

/** E209: a source that is to be unpacked has a name that says how; one for a build without shell is a tar archive. */
export const unpackingRule: Rule = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet") return [];
  const { build } = parsed;
  const sources = listedSources(parsed);
  if (build.kind === "scratch") {
    const names = sources.map(sourceName);
    const unpacked = build.steps.flatMap((step) => (step.kind === "unpack" ? [step.source] : []));
    const mounted = build.steps.some((step) => step.kind === "mountSources");
    return [
      ...unpacked
        .filter((name) => !names.includes(name))
        .map((name) => ({
          code: "E209" as const,
          file,
          path: ["build"],
          near: literal(name),
          message: `no source is named '${name}'`,
          hint: `sources are ${names.join(", ") || "none"}.`,
        })),
      ...unpacked
        .filter((name) => !/\.(?:tar|tar\.gz|tgz)$/.test(name))
        .map((name) => ({
          code: "E209" as const,
          file,
          path: ["build"],
          near: literal(name),
          message: `'${name}' cannot be unpacked without a tool`,
          hint: "the engines unpack .tar and .tar.gz alike; nothing else.",
        })),
      ...sources.flatMap((source, index) =>
        unpacked.includes(sourceName(source)) || mounted
          ? []
          : [
              {
                code: "E209" as const,
                file,
                path: ["sources", index],
                message: `'${sourceName(source)}' is never unpacked`,
                hint: "unpack it in a step, show it with mountSources, or remove it.",
              },
            ],
      ),
    ];
  }
  return sources.flatMap((source, index) => (source.kind === "remote" ? archiveProblems(file, source, index) : []));
};

function archiveProblems(file: string, source: RemoteSource, index: number): Diagnostic[] {
  const unknown = (name: string, path: readonly (string | number)[]): Diagnostic[] =>
    archiveTools(name) !== undefined
      ? []
      : [
          {
            code: "E209",
            file,
            path,
            message: `'${name}' is not in a known archive format`,
            hint: "known formats are .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst, .tar.lz, .zip and .deb.",
          },
        ];
  const problem = (field: "nested" | "only", message: string, hint: string): Diagnostic => ({
    code: "E209",
    file,
    path: ["sources", index, field],
    message,
    hint,
  });
  const name = fileName(source);
  const idle = isUnpacked(source) ? [] : (["nested", "only"] as const).filter((field) => source[field] !== undefined);
  return [
    ...(source.extract === true ? unknown(name, ["sources", index, "extract"]) : []),
    ...idle.map((field) =>
      problem(
        field,
        `'${name}' is left packed, with all that is inside`,
        `remove \`${field}\`, or have the source unpacked.`,
      ),
    ),
    ...(source.only !== undefined && /\.(?:zip|deb)$/.test(name)
      ? [problem("only", `'${name}' is not a tar archive, and is unpacked whole`, "remove `only`.")]
      : []),
    ...(source.nested ?? []).flatMap((inner, number) => unknown(inner, ["sources", index, "nested", number])),
  ];
}
