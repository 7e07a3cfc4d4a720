import { keepsText } from "../../graph/platforms.js";
import { resolve, type ImageFile } from "../files.js";
import type { Finding, ImageRule, Subject } from "../rule.js";

/** What the kernel or the engine puts there when the image runs. */
const filledLater = /^\/(?:dev|proc|run|sys)(?:\/|$)/;

/**
 * E816: a symbolic link leads to something in the image or its run-time closure, and no file is a hard link of another: a COPY
 * takes these apart, and each becomes a copy (docs/contract.md).
 */
export const linksRule: ImageRule = (subject) => [...subject.own.values()].flatMap((file) => fault(subject, file));

function fault(subject: Subject, file: ImageFile): Finding[] {
  const { definition, closure } = subject;
  const found = (message: string, hint: string): Finding[] => [
    { code: "E816", subject: file.path, message: `${file.path} ${message}`, hint, path: ["build"] },
  ];
  if (file.linked !== undefined && !keepsText(definition))
    return found(`is a hard link of ${file.linked}`, "make it a symbolic link: links: [{ at, to }] after `remove`.");
  if (file.kind !== "symlink" || filledLater.test(file.target) || resolve(closure, file.path) !== undefined) return [];
  return found(`leads to ${file.target}, where nothing is`, "remove it, or name in `runDeps` what brings its target.");
}
