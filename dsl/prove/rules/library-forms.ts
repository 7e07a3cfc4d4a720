import { keepsText } from "../../graph/platforms.js";
import { pkgConfigLibraries } from "../pkg-config.js";
import type { ContentRule } from "../rule.js";

/**
 * E818: a library that a pkg-config file of the image names is there in both forms, shared and static (docs/contract.md): a configure
 * script whose test of the linker fails leaves one out without a word.
 */
export const libraryFormsRule: ContentRule = ({ own, definition }, { file, bytes }) => {
  if (!/^\/usr\/(?:lib|share)\/pkgconfig\/[^/]+\.pc$/.test(file.path) || keepsText(definition)) return [];
  return pkgConfigLibraries(file.path, bytes.toString()).flatMap((name) => {
    const forms = [`/usr/lib/lib${name}.so`, `/usr/lib/lib${name}.a`];
    const missing = forms.filter((path) => !own.has(path));
    if (missing.length !== 1) return [];
    const [there] = forms.filter((path) => own.has(path));
    return [
      {
        code: "E818" as const,
        subject: missing[0]!,
        message: `${missing[0]} is not there beside ${there}`,
        hint: "see what configure found of the compiler and the linker, or ask for both forms; upstream may make but one: allow it and say so.",
        path: ["build"],
      },
    ];
  });
};
