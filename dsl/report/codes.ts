/**
 * Every code of an error with its one-line meaning. The first digit is the phase that finds it:
 * 1 load, 2 schema and rules, 3 graph, 4 emit and write, 5 trust, 6 evidence, 7 authoring, 8 proofs on built images. Warnings,
 * which can be switched off in place, are in validate/lints. Each code has a page in docs/errors/.
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
  E214: "patch that not every program applies alike",
  E215: "platform without a choice of its own",
  E216: "machine named in a package for several platforms",
  E217: "name of an upstream project that no scanner would find",
  E218: "statement on a vulnerability that the patches do not bear out",
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
  E601: "image without a digest of its present inputs",
  E602: "attestation that cannot be read, or whose signature is not good",
  E603: "log of releases that is not append-only, or not the one that was signed",
  E604: "result of a rebuilder that cannot be read",
  E701: "source that could not be fetched",
  E702: "archive that does not say enough",
  E703: "version that cannot be replaced",
  E704: "definition that `defs fmt` would write differently",
  E801: "image that cannot be proved, because it is not built from the present definitions",
  E802: "need at run time that nothing meets",
  E803: "run-time dependency that nothing needs",
  E804: "file in a place where none belongs",
  E805: "path of the build in a file",
  E806: "setuid file that is not declared, or declared file that is not setuid",
  E807: "licence text missing",
  E808: "binary for another platform",
  E809: "path that two images own",
  E810: "directory with two modes or owners",
  E811: "command that is not provided",
  E812: "remains of a host seed",
  E813: "allowance that allows nothing",
  E814: "compiled file without a protection",
  E815: "file made by another compiler, or with another C++ library",
  E816: "dangling link, or link that a copy would break",
  E817: "function that loses floating-point arguments",
  E818: "library in one form alone",
} as const;

/** The code of a warning, such as "W204". */
export type WarningCode = `W2${number}`;

/** A code of the table, such as "E301", or of a warning; tsc's own codes ("TS2561") pass through unchanged. */
export type Code = keyof typeof codes | WarningCode | `TS${number}`;

/** Whether a code is that of a warning. */
export function isWarning(code: string): boolean {
  return code.startsWith("W");
}
