/**
 * Every diagnostic code with its one-line meaning. The first digit is the phase that finds it:
 * 1 load, 2 schema and rules, 3 graph, 4 emit and write, 5 trust, 6 engine, 7 authoring. E is an error, W a warning, which can be switched off
 * in place. Each code has a page in docs/errors/.
 */
export const codes = {
  E101: "file in the wrong place or with a wrong name",
  E102: "import that a definition may not make",
  E103: "definition that throws",
  E104: "definition that does not end, or needs too much memory",
  E105: "definition that reads the world outside itself",
  E106: "file that does not export its package",
  E107: "no definitions found",
  E108: "text that is not plain UTF-8",
  E201: "value of the wrong form",
  E202: "unknown key",
  E203: "missing key",
  E204: "name that disagrees with its file",
  E205: "unknown licence",
  E206: "source that cannot be fetched safely",
  E207: "sha256 that is not one, or is used for two different files",
  E208: "extra file missing or unused",
  E209: "source nobody can unpack",
  E210: "two packages of one name",
  E211: "flag that is not one word",
  E212: "path that is not absolute and plain",
  E213: "shell body that tries to interpolate",
  W201: "field out of order",
  W202: "list out of order",
  W203: "description that is no short noun phrase",
  W204: "source that only one server has",
  W205: "archive that a forge makes on demand",
  W206: "raw shell where a recipe would do",
  W207: "hook that does nothing",
  W208: "source that nothing uses",
  W209: "switched-off warning without reason or effect",
  E301: "packages import each other",
  E302: "dependency on a later stage",
  E303: "platform that a dependency lacks",
  E304: "dependency that is not a package of this tree",
  E305: "too many layers",
  E306: "tool that nothing in the build provides",
  E307: "pin that nothing fulfils",
  E401: "generated tree is not current",
  E402: "file that is not ours in the generated tree",
  E501: "policy that is missing, malformed, expired or not trusted",
  E502: "key that cannot be used",
  E503: "signature file that does not count",
  E504: "digests or graph that cannot be read",
  E505: "image layout that is not what it says",
  E506: "release that is malformed, replayed or expired",
  E507: "commit that nobody authorised signed or approved",
  E508: "policy that cannot be exported",
  E509: "image that may not be signed",
  E701: "source that cannot be had",
  E702: "archive that does not say enough",
  E703: "version that cannot be replaced",
  E704: "definition that `defs fmt` would write differently",
} as const;

/** A code of the table, such as "E301"; tsc's own codes ("TS2561") pass through unchanged. */
export type Code = keyof typeof codes | `TS${number}`;

/** Whether a code is that of a warning. */
export function isWarning(code: string): boolean {
  return code.startsWith("W");
}
