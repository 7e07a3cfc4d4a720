import type { Place } from "../../model/build.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { below, literal, literalAgain, type Rule } from "../rule.js";

/** It stands in the script without quotes. */
const plain = /^(?!.*\/\.{1,2}(?:\/|$))(?:\/[A-Za-z0-9._+@=,*?-]+)+$/;

/** E201, E212: a recipe's options name directories of the source and places in the image by plain paths, and no two of them one place. */
export const placesRule: Rule = ({ source: { file }, parsed }) => {
  if (parsed.kind === "pallet" || parsed.build.kind !== "recipe") return [];
  const { places = [], folders = [] } = parsed.build;
  return [
    ...folders
      .filter((path) => !below.test(path))
      .map((path) =>
        notPlain(
          file,
          path,
          "a directory below the build directory",
          "write a relative path without '.' and '..'; the build directory itself needs no word.",
        ),
      ),
    ...places
      .filter(({ path }) => !plain.test(path))
      .map(({ path }) =>
        notPlain(
          file,
          path,
          "a plain absolute path",
          "write the absolute path in the image, without blanks, '.' and '..'; in `remove`, * and ? stand for letters of one name.",
        ),
      ),
    ...places.flatMap((place, index) => clash(file, place, places.slice(0, index))),
  ];
};

function notPlain(file: string, path: string, what: string, hint: string): Diagnostic {
  return { code: "E212", file, path: ["build"], near: literal(path), message: `'${path}' is not ${what}`, hint };
}

function clash(file: string, place: Place, before: readonly Place[]): Diagnostic[] {
  const other = before.find(({ path, option }) => path === place.path && exclude(option, place.option));
  if (other === undefined) return [];
  const twice =
    other.option === place.option
      ? `twice in \`${place.option}\``
      : `in \`${other.option}\` and in \`${place.option}\``;
  return [
    {
      code: "E201",
      file,
      path: ["build"],
      near: literalAgain(place.path),
      message: `build: '${place.path}' is listed ${twice}`,
      hint: "remove one: a place in the image holds one thing.",
    },
  ];
}

/** What `remove` took away may be made anew, and a tree be laid over another or over a directory with a mode of its own. */
function exclude(one: Place["option"], other: Place["option"]): boolean {
  if (one === "remove" || other === "remove") return one === other;
  return ![one, other].includes("trees") || [one, other].some((option) => option === "files" || option === "links");
}
