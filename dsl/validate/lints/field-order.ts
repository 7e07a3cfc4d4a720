import { configFields, outputFields, packageFields, palletFields, programFields } from "../../model/order.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { fieldsOf } from "../../sources/source.js";
import type { Lint } from "../lint.js";
import { listedSources } from "../sources.js";
import { testsOf } from "../tests.js";

type Path = readonly (string | number)[];

/** W201: the fields of every definition stand in one order, so that a reader finds each at its place. */
export const fieldOrderLint: Lint = ({ source: { file }, parsed, value }) => {
  const check = (path: Path, order: readonly string[]): Diagnostic[] =>
    misplaced(file, path, Object.keys(at(value, path)), order);
  const programs = testsOf(parsed).flatMap(({ test, path }) => ("program" in test ? check(path, programFields) : []));
  if (parsed.kind === "pallet") return [...check([], palletFields), ...check(["config"], configFields), ...programs];
  return [
    ...programs,
    ...check([], packageFields),
    ...listedSources(parsed).flatMap((source, index) => check(["sources", index], fieldsOf(source))),
    ...check(["config"], configFields),
    ...Object.keys(parsed.outputs ?? {}).flatMap((name) => check(["outputs", name], outputFields)),
  ];
};

function at(value: object, path: Path): object {
  return path.reduce<object>((inner, part) => (inner as Record<string | number, object>)[part] ?? {}, value);
}

/** The first field that stands after one which should follow it. */
function misplaced(file: string, path: Path, keys: readonly string[], order: readonly string[]): Diagnostic[] {
  const known = keys.filter((key) => order.includes(key));
  const index = known.findIndex((key, place) => place > 0 && order.indexOf(key) < order.indexOf(known[place - 1]!));
  if (index < 0) return [];
  const key = known[index]!;
  const follower = known.find((other) => order.indexOf(other) > order.indexOf(key))!;
  return [
    {
      code: "W201",
      file,
      path: [...path, key],
      message: `'${key}' stands after '${known[index - 1]}'`,
      hint: `write it before '${follower}', as \`defs fmt\` does.`,
    },
  ];
}
