/** Thrown when an archive holds more than is looked through. */
export class LimitError extends Error {
  override name = "LimitError";
  constructor(
    message: string,
    readonly budget: Budget,
  ) {
    super(message);
  }
}

/** How much an archive may hold. */
export interface Limits {
  /** Bytes that come out of decompressors. */
  readonly bytes: number;
  /** Files in archives. */
  readonly files: number;
  /** The same for one archive inside, with all that is nested in it. */
  readonly nested?: Limits;
}

/** Ten times what the largest known sources hold. */
export const sourceLimits: Limits = {
  bytes: 64 * 2 ** 30,
  files: 4_000_000,
  nested: { bytes: 16 * 2 ** 30, files: 1_000_000 },
};

/** Archives inside archives, and compressions, each counted as one. */
export const maximumDepth = 16;

/** Counts what is found in an archive, and in the archive around it. */
export class Budget {
  private bytes = 0;
  private files = 0;

  constructor(
    private readonly limits: Limits,
    private readonly around?: Budget,
  ) {}

  /** @throws LimitError when there have been more bytes or files than allowed. */
  spend(bytes: number, files: number): void {
    this.around?.spend(bytes, files);
    this.bytes += bytes;
    this.files += files;
    if (this.bytes > this.limits.bytes) throw new LimitError(`holds more than ${this.limits.bytes} bytes`, this);
    if (this.files > this.limits.files) throw new LimitError(`holds more than ${this.limits.files} files`, this);
  }

  /** A budget of its own for an archive inside; what is in it counts here, too. Undefined where there is no such limit. */
  nested(): Budget | undefined {
    return this.limits.nested === undefined ? undefined : new Budget(this.limits.nested, this);
  }
}
