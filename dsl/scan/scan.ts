import { isAr } from "../formats/ar.js";
import { isZip } from "../formats/zip.js";
import { arMembers } from "./ar.js";
import { Budget, LimitError, type Limits, maximumDepth, sourceLimits } from "./budget.js";
import { ArchiveError, ByteReader, type Bytes, drain, Meter } from "./bytes.js";
import { decompress, decompressorOf } from "./decompress.js";
import { isMedium, type Kind, kindOf, objectKinds, startLength } from "./kinds.js";
import { isTar, type Member, tarMembers } from "./tar.js";
import { zipMembers } from "./zip.js";

/** A pre-built file in a source. */
export interface Finding {
  /** As in the archive; `outer.tar!/inner` in a nested one, `file.gz!` for what a compressed file holds, `.` for the source itself. */
  readonly path: string;
  readonly kind: Kind;
  /** Of what it consists, or what is wrong with it. */
  readonly detail?: string;
  /** In bytes, as it lies there. */
  readonly size: number;
  readonly sha256: string;
}

/** What was found in a source. */
export interface Scan {
  readonly sha256: string;
  readonly findings: readonly Finding[];
  /** Files looked at, at any depth. */
  readonly files: number;
  /** Pictures, fonts, sound and documents among them, of which only the first bytes were looked at. */
  readonly media: number;
}

const mostFindings = 100_000;

/**
 * Looks at every file in a source, at any depth of archives, by content. Bounded in memory; what it holds is bounded by `limits`.
 * @throws LimitError when it holds more, MissingTool when this machine cannot unpack it.
 */
export async function scan(bytes: Bytes, limits: Limits = sourceLimits): Promise<Scan> {
  const run = new Run(new Budget(limits));
  const sha256 = await run.examine({ path: ".", bytes, budget: run.budget, depth: 0, into: run.findings });
  return { sha256, findings: run.findings, files: run.files, media: run.media };
}

/** A file to look at. */
interface Item {
  readonly path: string;
  readonly bytes: Bytes;
  readonly budget: Budget;
  readonly depth: number;
  /** Where findings go. */
  readonly into: Finding[];
  readonly sparse?: boolean;
}

class Run {
  readonly findings: Finding[] = [];
  files = 0;
  media = 0;

  constructor(readonly budget: Budget) {}

  /** Looks at a file and whatever is in it, reads it to its end, and returns its sha256. */
  async examine(item: Item): Promise<string> {
    item.budget.spend(0, 1);
    const meter = new Meter(item.bytes);
    const reader = new ByteReader(meter);
    const start = await reader.peek(startLength);
    const inside: Finding[] = [];
    const container = item.sparse === true ? undefined : containerOf(start);
    let verdict = await (container === undefined
      ? this.plain(item, start)
      : this.open(container, { ...item, into: inside }, start, reader));
    await drain(reader.rest());
    const sha256 = meter.sha256();
    if (container === undefined && verdict === undefined && meter.nul) {
      if (isMedium(start)) this.media += 1;
      else verdict = { kind: "binary data" };
    }
    if (verdict !== undefined) item.into.push({ path: item.path, ...verdict, size: meter.size, sha256 });
    for (const finding of inside) item.into.push(finding);
    if (item.into.length > mostFindings)
      throw new LimitError(`holds more than ${mostFindings} pre-built files`, this.budget);
    return sha256;
  }

  private plain({ sparse }: Item, start: Buffer): Verdict | undefined {
    this.files += 1;
    if (sparse === true) return { kind: "unopened archive", detail: "it is a sparse file" };
    const kind = kindOf(start);
    return kind === undefined ? undefined : { kind };
  }

  /** Looks at what is in a file. Says what is wrong with it, or what it is by what was found; undefined for a sound archive. */
  private async open(
    container: Container,
    item: Item,
    start: Buffer,
    reader: ByteReader,
  ): Promise<Verdict | undefined> {
    const own = isSource(item.path) ? undefined : item.budget.nested();
    try {
      if (item.depth >= maximumDepth) throw new ArchiveError(`lies in ${maximumDepth} others`);
      await this.unpack(container, { ...item, budget: own ?? item.budget }, start, reader);
    } catch (error) {
      if (error instanceof ArchiveError || (error instanceof LimitError && error.budget === own))
        return { kind: "unopened archive", detail: error.message };
      throw error;
    }
    return folded(container, item.into);
  }

  private async unpack(container: Container, item: Item, start: Buffer, reader: ByteReader): Promise<void> {
    if (container === "compressed") {
      const bytes = decompress(reader.rest(), decompressorOf(start)!, item.budget);
      await closing(bytes, () => this.examine({ ...item, path: `${item.path}!`, bytes, depth: item.depth + 1 }));
    } else {
      const members = {
        tar: () => tarMembers(reader),
        zip: () => zipMembers(reader.rest(), item.budget),
        ar: () => arMembers(reader),
      }[container]();
      await closing(members, async () => {
        for await (const member of members) await this.member(item, member);
      });
    }
  }

  private async member(item: Item, { name, bytes, sparse }: Member): Promise<void> {
    const path = isSource(item.path) ? name : `${item.path.replace(/!$/, "")}!/${name}`;
    await this.examine({ ...item, path, bytes, depth: item.depth + 1, sparse: sparse === true });
  }
}

type Verdict = Pick<Finding, "kind" | "detail">;

/** Whether a path is that of the source itself, or of what it holds when it is compressed. */
function isSource(path: string): boolean {
  return path === "." || path === ".!";
}

type Container = "compressed" | "tar" | "zip" | "ar";

/** What a file is that begins like this and has others in it. */
function containerOf(start: Buffer): Container | undefined {
  if (decompressorOf(start) !== undefined) return "compressed";
  if (isTar(start)) return "tar";
  if (isZip(start)) return "zip";
  return isAr(start) ? "ar" : undefined;
}

/** Runs `use`, then closes the generator, which may own a process or a file. */
async function closing(generator: AsyncGenerator<unknown, void>, use: () => Promise<unknown>): Promise<void> {
  try {
    await use();
  } finally {
    await generator.return();
  }
}

/** A library of objects or an archive of classes is one finding: removes them from `inside`, and says how many there were. */
function folded(container: Container, inside: Finding[]): Verdict | undefined {
  if (container !== "zip" && container !== "ar") return undefined;
  const isPart = ({ kind }: Finding): boolean => (container === "zip" ? kind === "Java class" : objectKinds.has(kind));
  const others = inside.filter((finding) => !isPart(finding));
  const parts = inside.length - others.length;
  inside.splice(0, inside.length, ...others);
  if (parts === 0) return undefined;
  return container === "zip"
    ? { kind: "Java archive", detail: `${parts} classes` }
    : { kind: "static library", detail: `${parts} objects` };
}
