import { configFields, outputFields, packageFields, palletFields, programFields } from "../../model/order.js";
import { fieldsOf } from "../../sources/source.js";
import type { Finding, Lint } from "../lint.js";
import { listedSources } from "../sources.js";
import { testsOf } from "../tests.js";

type Path = readonly (string | number)[];

/** The fields of every definition stand in one order, so that a reader finds each at its place. */
const check: Lint["check"] = ({ parsed, value }) => {
  const inOrder = (path: Path, order: readonly string[]): Finding[] =>
    misplaced(path, Object.keys(at(value, path)), order);
  const programs = testsOf(parsed).flatMap(({ test, path }) => ("program" in test ? inOrder(path, programFields) : []));
  if (parsed.kind === "pallet")
    return [...inOrder([], palletFields), ...inOrder(["config"], configFields), ...programs];
  return [
    ...programs,
    ...inOrder([], packageFields),
    ...listedSources(parsed).flatMap((source, index) => inOrder(["sources", index], fieldsOf(source))),
    ...inOrder(["config"], configFields),
    ...Object.keys(parsed.outputs ?? {}).flatMap((name) => inOrder(["outputs", name], outputFields)),
  ];
};

function at(value: object, path: Path): object {
  return path.reduce<object>((inner, part) => (inner as Record<string | number, object>)[part] ?? {}, value);
}

/** The first field that stands after one which should follow it. */
function misplaced(path: Path, keys: readonly string[], order: readonly string[]): Finding[] {
  const known = keys.filter((key) => order.includes(key));
  const index = known.findIndex((key, place) => place > 0 && order.indexOf(key) < order.indexOf(known[place - 1]!));
  if (index < 0) return [];
  const key = known[index]!;
  const follower = known.find((other) => order.indexOf(other) > order.indexOf(key))!;
  return [
    {
      path: [...path, key],
      message: `'${key}' comes after '${known[index - 1]}'`,
      hint: `write it before '${follower}', as \`defs fmt\` does.`,
    },
  ];
}

export const fieldOrderLint: Lint = {
  code: "W201",
  title: "field out of order",
  about: "order",
  finds: "a field that stands elsewhere than in all other definitions",
  check,
  page: `The fields of a definition, a source, an output or a configuration do not stand in the order of docs/dsl.md: what the
package is, what enters, what it stands on, how it is made, what comes of it.

Bad:

\`\`\`ts
build: autotools(),
sources: [{ sha256, url }],
\`\`\`

Good:

\`\`\`ts
sources: [{ url, sha256 }],
build: autotools(),
\`\`\`

Why: the reader of the four hundredth definition finds each thing where it was in all the others.`,
};
