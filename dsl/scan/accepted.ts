import { z } from "zod";
import { type Kind, kinds } from "./kinds.js";
import type { Finding } from "./scan.js";

/** The list of accepted pre-built files in the root of a tree. */
export const acceptedPath = "accepted-binaries.json";

const line = z.string().regex(/^[^\p{Cc}\p{Cf}]+$/u, "must be one line without control characters");

/** See docs/sources.md for what each member means. */
const schema = z.strictObject({
  schema: z.literal(1, "must be 1"),
  accepted: z.array(
    z.strictObject({
      source: line,
      sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits"),
      path: line,
      files: z.partialRecord(z.enum(kinds), z.int("must be a whole number").min(1, "must be 1 or more")),
      reason: line.min(20, "must say why the files may be there, in 20 characters or more"),
    }),
  ),
});

/** Pre-built files that may be in a source, and why. */
export type Accepted = z.infer<typeof schema>["accepted"][number];

/** Something wrong with the list; `entry` counts from 0. */
export interface ListProblem {
  readonly entry?: number;
  readonly message: string;
}

/** Checks the form of a list that was read from JSON. */
export function readAccepted(value: unknown): { accepted: readonly Accepted[]; problems: readonly ListProblem[] } {
  const result = schema.safeParse(value);
  if (result.success) return { accepted: result.data.accepted, problems: [] };
  const problems = result.error.issues.map(({ path, code, message: told }): ListProblem => {
    const message =
      code === "unrecognized_keys" && path.at(-1) === "files" ? `${told}; kinds are ${kinds.join(", ")}` : told;
    const entry = path[0] === "accepted" && typeof path[1] === "number" ? { entry: path[1] } : {};
    return { ...entry, message: `${path.length > 0 ? `${path.join(".")}: ` : ""}${message}` };
  });
  return { accepted: [], problems };
}

/** A finding with the entry that accepts it, if there is one. */
export interface Judged extends Finding {
  readonly accepted?: string;
}

/** Lays the list beside what was found: the first entry that fits a finding accepts it. */
export class Judge {
  private readonly entries: readonly {
    readonly accepted: Accepted;
    readonly fits: RegExp;
    readonly met: Map<Kind, number>;
  }[];

  constructor(list: readonly Accepted[]) {
    this.entries = list.map((accepted) => ({ accepted, fits: pattern(accepted.path), met: new Map() }));
  }

  /** The findings of a source, each with the reason why it may be there. */
  findings(sha256: string, findings: readonly Finding[]): Judged[] {
    const entries = this.entries.filter(({ accepted }) => accepted.sha256 === sha256);
    return findings.map((finding) => {
      const entry = entries.find(({ accepted, fits }) => finding.kind in accepted.files && fits.test(finding.path));
      if (entry === undefined) return finding;
      entry.met.set(finding.kind, (entry.met.get(finding.kind) ?? 0) + 1);
      return { ...finding, accepted: entry.accepted.reason };
    });
  }

  /** What is wrong with the list. `sources` has the names of each source of the tree by sha256, `judged` those that were judged. */
  problems(sources: ReadonlyMap<string, readonly string[]>, judged: ReadonlySet<string>): ListProblem[] {
    return this.entries.flatMap(({ accepted: { sha256, source, files }, met }, entry): ListProblem[] => {
      const names = sources.get(sha256);
      if (names === undefined)
        return [{ entry, message: "no definition names a source with this sha256 any more; remove the entry" }];
      if (!names.includes(source))
        return [{ entry, message: `the source with this sha256 is called ${names[0]}, not ${source}` }];
      if (!judged.has(sha256)) return [];
      const wrong = Object.entries(files).filter(([kind, count]) => met.get(kind as Kind) !== count);
      return wrong.map(([kind, count]) => ({
        entry,
        message: `accepts ${count} of kind ${kind}, but ${met.get(kind as Kind) ?? "nothing"} is there for it; an entry before it takes what fits both`,
      }));
    });
  }
}

/** A path in which `*` stands for any text, also with slashes. */
function pattern(path: string): RegExp {
  return new RegExp(
    `^${path
      .split("*")
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"))
      .join(".*")}$`,
    "su",
  );
}
