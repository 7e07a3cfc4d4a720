import { keyPath, type Finding, type ImageRule } from "../rule.js";

/** E806: privilege is a decision of the definition, in both directions. */
export const setuidRule: ImageRule = ({ definition, own }) => {
  const privileged = [...own.values()].filter(({ mode }) => (mode & 0o6000) !== 0).map(({ path }) => path);
  const undeclared = privileged
    .filter((path) => !definition.setuid.includes(path))
    .map(
      (path): Finding => ({
        code: "E806",
        subject: path,
        message: `${path} is setuid or setgid, and the definition does not say so`,
        hint: "remove the bit, or name the path in `setuid`.",
      }),
    );
  const idle = definition.setuid
    .filter((path) => definition.output === undefined && !privileged.includes(path))
    .map(
      (path): Finding => ({
        code: "E806",
        subject: path,
        message: `${path} is declared setuid, but is not`,
        hint: "remove it from `setuid`.",
        path: keyPath(definition, "setuid", definition.setuid.indexOf(path)),
      }),
    );
  return [...undeclared, ...idle];
};
