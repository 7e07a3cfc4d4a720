/** Whether a vulnerability is in a package (OpenVEX 0.2.0, "Status Labels"). */
export const vexStatuses = ["not_affected", "affected", "fixed", "under_investigation"] as const;

/** Why a package does not have a vulnerability (OpenVEX 0.2.0, "Status Justifications"). */
export const vexJustifications = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;

/** What somebody found out about one vulnerability in one package. */
export interface VexStatement {
  /** Its name, such as "CVE-2024-3094" or "GHSA-…". */
  readonly vulnerability: string;
  /** Whether the package, as built here, has it. */
  readonly status: (typeof vexStatuses)[number];
  /** Day of the finding, YYYY-MM-DD. */
  readonly date: string;
  /** With "not_affected", and only there: the kind of reason. */
  readonly justification?: (typeof vexJustifications)[number];
  /** The reason in words, for the next reader. With "affected" it says what users can do. */
  readonly reason: string;
  /** With "fixed" where upstream's version is not: the patch of `patches` that takes it away. */
  readonly patch?: string;
}
