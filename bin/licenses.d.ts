/** The text of dsl/author/license-texts.ts: what SPDX's list of licences says, by the fingerprints of its texts. */
export function licenseTable(): string;
