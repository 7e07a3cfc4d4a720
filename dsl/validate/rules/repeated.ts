import type { Diagnostic } from "../../report/diagnostic.js";
import type { Parsed } from "../schema.js";
import type { Rule } from "../rule.js";
import { listedSources } from "../sources.js";

type Listed = readonly [path: readonly (string | number)[], names: readonly string[] | undefined];

/** E201: a list of names holds each once; the second would be without effect, or was meant to be another. */
export const repeatedRule: Rule = ({ source: { file }, parsed }) =>
  lists(parsed).flatMap(([path, names = []]) =>
    names.flatMap((name, index): Diagnostic[] => {
      if (names.indexOf(name) === index) return [];
      return [
        {
          code: "E201",
          file,
          path: [...path, index],
          message: `${path.join(".")}: '${name}' is listed twice`,
          hint: "remove one.",
        },
      ];
    }),
  );

function lists(parsed: Parsed): Listed[] {
  if (parsed.kind === "pallet") return [[["platforms"], parsed.platforms]];
  const keys = ["platforms", "files", "licenseFiles", "provides", "setuid", "standIns"] as const;
  return [
    ...keys.map((key): Listed => [[key], parsed[key]]),
    ...Object.entries(parsed.outputs ?? {}).flatMap(([name, output]): Listed[] => [
      [["outputs", name, "files"], output.files],
      [["outputs", name, "provides"], output.provides],
    ]),
    ...listedSources(parsed).flatMap((source, index): Listed[] =>
      source.kind === "remote"
        ? [
            [["sources", index, "only"], source.only],
            [["sources", index, "nested"], source.nested],
          ]
        : [],
    ),
  ];
}
