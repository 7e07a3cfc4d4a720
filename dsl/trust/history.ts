import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createMessage, readSignature, verify } from "openpgp";
import { type Commit, parseCommit, trailer } from "./commit.js";
import type { FileSource } from "./files.js";
import { type Keyring, readKeyring } from "./keys.js";
import { dayOf, parsePolicy, type Policy, policyPath } from "./policy.js";
import { exitCodes, fail, type Problem, TrustError } from "./problem.js";

/**
 * What a commit may change without a signature and another person's approval, as plain files only: text for people, which nothing
 * runs or believes. Everything else is covered, also what does not exist yet.
 */
const uncovered = /^(?:[A-Z_]+\.md|LICENSE|docs\/(?:[^/]+\/)*[^/]+\.md)$/;
const [plainFile, nothing] = ["100644", "000000"];
/** The role of the policy whose people may change protected paths and approve such changes. */
export const authorRole = "author";

const run = promisify(execFile);

/** Who may change and approve, by one commit's policy. */
interface Authority {
  readonly policy: Policy;
  readonly keyring: Keyring;
  readonly people: ReadonlySet<string>;
}

/** What came of a range of commits. */
export interface HistoryVerdict {
  readonly commits: number;
  readonly touching: number;
  readonly problems: readonly Problem[];
}

/**
 * Checks that every commit of a range that touches a protected path is signed by an author its parent's policy names,
 * and approved by another one in a later signed commit with the trailers `Approved-Commit` and `Approved-Tree`. For a
 * merge only authors whom the policies of all parents name count. As Guix's `.guix-authorizations`, with a second person.
 * @param range as git-rev-list(1) takes it: `<trusted commit>..HEAD`.
 * @throws TrustError E501, exit code 3, when HEAD has no policy; E507, exit code 2, for what is no range.
 */
export async function verifyHistory(root: string, range: string, now: Date): Promise<HistoryVerdict> {
  const repository = new Repository(root, now);
  await repository.requirePolicy();
  const commits = await repository.list(range);
  const approvals = indexApprovals(commits);
  const problems: Problem[] = [];
  let touching = 0;
  for (const commit of commits) {
    if (!(await repository.touches(commit))) continue;
    touching += 1;
    const message = await repository.refuse(commit, approvals.get(commit.id) ?? []);
    if (message !== undefined) problems.push({ code: "E507", path: commit.id, message });
  }
  return { commits: commits.length, touching, problems };
}

/** Reads objects of one repository, remembering the authority each commit grants. */
class Repository {
  readonly #authorities = new Map<string, Promise<Authority | string>>();

  constructor(
    readonly root: string,
    readonly now: Date,
  ) {}

  async git(...args: string[]): Promise<Buffer> {
    const { stdout } = await run("git", ["--no-replace-objects", "-C", this.root, ...args], {
      encoding: "buffer",
      maxBuffer: 1 << 28,
    });
    return stdout;
  }

  async requirePolicy(): Promise<void> {
    await this.git("cat-file", "-e", `HEAD:./${policyPath}`).catch(() =>
      fail(
        "E501",
        policyPath,
        "no policy: HEAD says nobody's signature counts",
        exitCodes.noPolicy,
        "see keys/README.md",
      ),
    );
  }

  /** Commits of a range, oldest first. */
  async list(range: string): Promise<Commit[]> {
    if (range.startsWith("-")) return fail("E507", range, "is not a range of commits", exitCodes.usage);
    const ids = await this.git("rev-list", "--reverse", "--topo-order", range, "--").catch(() =>
      fail("E507", range, "is not a range of commits here", exitCodes.usage),
    );
    const commits: Commit[] = [];
    for (const id of ids.toString().split("\n").filter(Boolean))
      commits.push(parseCommit(id, await this.git("cat-file", "commit", id)));
    return commits;
  }

  /** Whether a commit changes anything that is covered, compared with any of its parents. */
  async touches(commit: Commit): Promise<boolean> {
    const bases =
      commit.parents.length > 0
        ? commit.parents
        : [(await this.git("hash-object", "-t", "tree", "/dev/null")).toString().trim()];
    for (const base of bases) {
      const changed = await this.git("diff-tree", "-r", "-z", "--no-renames", base, commit.id);
      if (changesOf(changed.toString("latin1")).some(isCovered)) return true;
    }
    return false;
  }

  async refuse(commit: Commit, approvals: readonly Commit[]): Promise<string | undefined> {
    if (commit.parents.length === 0) return "has no parent whose policy could allow it";
    const author = await this.signer(commit, commit.parents);
    if ("refused" in author) return author.refused;
    const refusals: string[] = [];
    for (const approval of approvals) {
      const refused = await this.refuseApproval(approval, commit, author.person);
      if (refused === undefined) return undefined;
      refusals.push(`approval ${approval.id} does not count: ${refused}`);
    }
    return [`signed by ${author.person}, but approved by nobody else`, ...refusals].join("; ");
  }

  async refuseApproval(approval: Commit, commit: Commit, author: string): Promise<string | undefined> {
    if (!trailer(approval.message, "Approved-Tree").includes(commit.tree))
      return `its trailers do not name the tree ${commit.tree}`;
    const approver = await this.signer(approval, commit.parents);
    if ("refused" in approver) return approver.refused;
    return approver.person === author ? `${author} cannot approve an own commit` : undefined;
  }

  /** The author who signed a commit, judged by the policies of some commits, all of which must allow it. */
  async signer(commit: Commit, judges: readonly string[]): Promise<{ person: string } | { refused: string }> {
    if (commit.signature === undefined) return { refused: "is not signed" };
    const people = new Set<string>();
    for (const judge of judges) {
      const authority = await this.authority(judge);
      if (typeof authority === "string") return { refused: authority };
      const person = await verifyDetached(commit.signed, commit.signature, authority, this.now);
      if ("refused" in person) return { refused: `${person.refused} (by the policy of ${judge})` };
      people.add(person.person);
    }
    const [person] = people;
    return person !== undefined && people.size === 1
      ? { person }
      : { refused: "its parents' policies name different people for the key" };
  }

  authority(id: string): Promise<Authority | string> {
    const known = this.#authorities.get(id) ?? this.readAuthority(id);
    this.#authorities.set(id, known);
    return known;
  }

  private filesOf(id: string): FileSource {
    return {
      read: async (path) => {
        const entry = (await this.git("ls-tree", id, "--", `:(top)${path}`)).toString();
        if (!entry.startsWith("100644 blob ")) return { refused: entry === "" ? "no such file" : "not a regular file" };
        return { bytes: await this.git("cat-file", "blob", entry.split(/\s/)[2] ?? "") };
      },
      list: async (path) => {
        const names = (await this.git("ls-tree", "-z", "--name-only", id, "--", `:(top)${path}/`)).toString();
        return names
          .split("\0")
          .filter(Boolean)
          .map((name) => name.slice(name.lastIndexOf("/") + 1));
      },
    };
  }

  private async readAuthority(id: string): Promise<Authority | string> {
    const source = this.filesOf(id);
    const file = await source.read(policyPath, 1 << 20);
    if ("refused" in file) return `its parent ${id} has no policy`;
    try {
      const { policy } = parsePolicy(file.bytes, policyPath);
      return { policy, keyring: await readKeyring(source, policy), people: new Set(policy.roles[authorRole] ?? []) };
    } catch (error) {
      if (error instanceof TrustError) return `its parent ${id} has a policy that is not valid`;
      throw error;
    }
  }
}

interface Change {
  readonly modes: readonly string[];
  readonly path: string;
}

/** Reads git-diff-tree(1)'s raw output format with -z: `:<mode> <mode> <id> <id> <status>` and the path, each ended by NUL. */
function changesOf(text: string): Change[] {
  const words = text.split("\0");
  const changes: Change[] = [];
  for (let at = 0; at + 1 < words.length; at += 2)
    changes.push({ modes: words[at]!.replace(":", "").split(" ").slice(0, 2), path: words[at + 1]! });
  return changes;
}

// A link, a submodule or a program under an uncovered name could stand for anything.
function isCovered({ modes, path }: Change): boolean {
  return !uncovered.test(path) || modes.some((mode) => mode !== plainFile && mode !== nothing);
}

function indexApprovals(commits: readonly Commit[]): Map<string, Commit[]> {
  const index = new Map<string, Commit[]>();
  for (const commit of commits) {
    for (const id of trailer(commit.message, "Approved-Commit")) index.set(id, [...(index.get(id) ?? []), commit]);
  }
  return index;
}

async function verifyDetached(
  signed: Buffer,
  armoured: string,
  authority: Authority,
  now: Date,
): Promise<{ person: string } | { refused: string }> {
  try {
    const signature = await readSignature({ armoredSignature: armoured });
    const [packet] = signature.packets;
    if (packet === undefined || signature.packets.length !== 1) return { refused: "carries more than one signature" };
    if (![8, 9, 10].includes(packet.hashAlgorithm ?? 0))
      return { refused: "signature uses a hash weaker than SHA-256" };
    const candidates = authority.keyring.byKeyId.get(packet.issuerKeyID.toHex().toUpperCase()) ?? [];
    const [key] = candidates.filter((candidate) => candidate.unusable === undefined);
    if (key === undefined)
      return { refused: `signed by key ${packet.issuerKeyID.toHex().toUpperCase()}, which is not an author's` };
    const { signatures } = await verify({
      message: await createMessage({ binary: signed }),
      signature,
      verificationKeys: key.key,
      date: now,
    });
    await signatures[0]?.verified;
    const day = dayOf(packet.created ?? now);
    if (day < key.from || day > key.until)
      return { refused: `signed on ${day}, outside the window of key ${key.fingerprint}` };
    return authority.people.has(key.person)
      ? { person: key.person }
      : { refused: `${key.person} signed, but is no author` };
  } catch (error) {
    return { refused: `signature is not good: ${(error as Error).message}` };
  }
}
