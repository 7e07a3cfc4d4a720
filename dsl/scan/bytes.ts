import { createHash } from "node:crypto";

/** Bytes that arrive in pieces. */
export type Bytes = AsyncIterable<Buffer>;

/** Why an archive cannot be read; its message ends a sentence that begins with the archive. */
export class ArchiveError extends Error {
  override name = "ArchiveError";
}

/** Takes bytes from a stream in the lengths asked for; holds no more than what was asked for and one piece. */
export class ByteReader {
  private held: Buffer = Buffer.alloc(0);
  private readonly pieces: AsyncIterator<Buffer>;

  constructor(bytes: Bytes) {
    this.pieces = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, which stay there to be read; fewer only at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.held.length < length) {
      const { value, done } = await this.pieces.next();
      if (done === true) break;
      this.held = this.held.length === 0 ? value : Buffer.concat([this.held, value]);
    }
    return this.held.subarray(0, length);
  }

  /** Takes the next `length` bytes; fewer only at the end. */
  async read(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    this.held = this.held.subarray(bytes.length);
    return bytes;
  }

  /** The next `length` bytes as a stream of their own, which may be left and continued. Too few are an ArchiveError. */
  take(length: number): Bytes {
    let left = length;
    return streamOf(async () => {
      const piece = await this.piece(left);
      if (piece.length === 0 && left > 0) throw new ArchiveError(`ends ${left} bytes too early`);
      left -= piece.length;
      return piece;
    });
  }

  /** All that is left, as a stream which may be left and continued. */
  rest(): Bytes {
    return streamOf(() => this.piece(Infinity));
  }

  /** Takes what is at hand, at most `limit` bytes; nothing only at the end. */
  private async piece(limit: number): Promise<Buffer> {
    if (limit > 0) await this.peek(1);
    return this.read(Math.min(limit, this.held.length));
  }
}

/** A stream of what `next` gives, until that is empty. Unlike a generator it does not end when a loop over it is left. */
function streamOf(next: () => Promise<Buffer>): Bytes {
  const iterator = {
    next: async (): Promise<IteratorResult<Buffer, undefined>> => {
      const value = await next();
      return value.length === 0 ? { done: true, value: undefined } : { done: false, value };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Reads a stream to its end. */
export async function drain(bytes: Bytes): Promise<void> {
  for await (const piece of bytes) void piece;
}

/** Passes a stream on, and knows of what passed: size in bytes, whether there was a NUL byte, and at the end its sha256. */
export class Meter {
  size = 0;
  nul = false;
  private readonly hash = createHash("sha256");

  constructor(private readonly bytes: Bytes) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of this.bytes) {
      this.size += piece.length;
      this.nul ||= piece.includes(0);
      this.hash.update(piece);
      yield piece;
    }
  }

  /** Hexadecimal; may be asked once. */
  sha256(): string {
    return this.hash.digest("hex");
  }
}
