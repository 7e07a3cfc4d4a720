import type { Diagnostic } from "../../report/diagnostic.js";
import type { Rule } from "../rule.js";

const absolute = /^(?!.*\/\.{1,2}(?:\/|$))(?:\/[^/\p{Cc}]+)+$/u;

/** E212: paths in an image are absolute and plain, because nothing defines what they would be relative to. */
export const pathsRule: Rule = ({ source: { file }, parsed }) => {
  const check = (text: string | undefined, path: readonly (string | number)[]): Diagnostic[] =>
    text === undefined || absolute.test(text) || text === "/"
      ? []
      : [{ code: "E212", file, path, message: `'${text}' is not an absolute path`, hint: "start it with '/', without '.', '..' or a slash at the end." }];
  return [
    ...check(parsed.config?.entrypoint?.[0], ["config", "entrypoint", 0]),
    ...check(parsed.config?.workdir, ["config", "workdir"]),
    ...(parsed.kind === "package" ? (parsed.setuid ?? []).flatMap((text, index) => check(text, ["setuid", index])) : []),
  ];
};
