/** sha256 over names and bytes of everything that dist/ is made from. */
export function sourcesHash(): string;
/** The hash that the present dist/ was made from, or undefined when there is none. */
export function builtHash(): string | undefined;
/** Builds beside dist/ and renames, so that a killed build leaves the old compiler or the new one. */
export function build(): Promise<void>;
