/** What is asked about a package: its version here, and the addresses of its first source. */
export interface Question {
  readonly image: string;
  readonly version: string;
  readonly addresses: readonly string[];
}

/** The newest version that a source of versions has seen, and where. */
export interface Seen {
  readonly version: string;
  readonly where: string;
}

/** What came of asking for one package. */
export type Answer = { readonly seen: Seen } | { readonly unknown: string } | { readonly silent: string };

/** How to ask. */
export interface AskOptions {
  /** Also versions that come before a release. */
  readonly pre: boolean;
  /** A folder that keeps downloads from one run to the next. */
  readonly cache: string;
}

/** A place that knows versions of many packages. */
export interface VersionSource {
  readonly name: string;
  /** Whether an address says that this place knows the package. */
  knows(question: Question): boolean;
  /** Asks for all packages at once; there is an answer for each image. A place that does not answer says so for each. */
  ask(questions: readonly Question[], options: AskOptions): Promise<ReadonlyMap<string, Answer>>;
  /** Orders two versions by the rule of this place: below, equal to or above 0. */
  compare(a: string, b: string): number;
}
