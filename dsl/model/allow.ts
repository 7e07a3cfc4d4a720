/** Proofs on built images whose findings a definition can allow; docs/errors/ has a page for each. */
export const proofCodes = [
  "E802",
  "E803",
  "E804",
  "E805",
  "E806",
  "E807",
  "E808",
  "E809",
  "E810",
  "E811",
  "E812",
  "E814",
  "E815",
  "E816",
  "E817",
  "E818",
] as const;

/** A code such as "E805". */
export type ProofCode = (typeof proofCodes)[number];

/** One finding of `defs prove` that is right as it is. */
export interface Allowance {
  /** What it is, such as "E805". */
  readonly code: ProofCode;
  /** What the finding is about, as `defs prove` names it: a path, or a folder with a slash at the end for all below it, or a name. */
  readonly subject: string;
  /** Why it is right, for the next reader. */
  readonly reason: string;
}
