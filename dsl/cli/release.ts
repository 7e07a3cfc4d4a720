import { platformFolder } from "../model/platform.js";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { LogHead } from "../trust/log.js";
import { readCount } from "./read-count.js";
import { type AnchorOptions, printProblems, run, say, sayJson, withAnchor } from "./terminal/trust-output.js";

interface SignOptions {
  readonly key: string;
  readonly payloads?: string;
  readonly signatures?: string;
}
interface VerifyOptions extends AnchorOptions {
  readonly minimum?: number;
  readonly state: boolean;
  readonly head?: readonly LogHead[];
  readonly json?: true;
}

function logHead(text: string, earlier: readonly LogHead[] = []): LogHead[] {
  const [, size, root] = /^([1-9][0-9]{0,8}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (root === undefined) throw new InvalidArgumentError("the number of leaves, a colon and the root are needed");
  return [...earlier, { size: Number(size), root }];
}

/** `defs release create|sign|verify|log|notes`. Exit codes: 0 good, 1 not, 2 usage, 3 no trusted policy. */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  const release = program
    .command("release")
    .description("one signed list of all image digests, with a number that only grows");
  release
    .command("create")
    .description("write the next release over all committed digests")
    .requiredOption("--expires <day>", "last day on which it is current, YYYY-MM-DD")
    .action((options: { expires: string }) => run(() => create(root(), options.expires)));
  release
    .command("sign")
    .description("approve a release with your own gpg")
    .argument("[number]", "release; the newest by default", readCount)
    .requiredOption("--key <fingerprint>", "primary fingerprint of your key")
    .option("--payloads <dir>", "write what is to be signed here, for an air-gapped signer")
    .option("--signatures <dir>", "take the signature on such a payload from here")
    .action((number: number | undefined, options: SignOptions) => run(() => sign(root(), number, options)));
  withAnchor(release.command("verify").description("check a release: signatures, expiry, sequence, digests"))
    .argument("[number]", "release; the newest by default", readCount)
    .option("--minimum <number>", "lowest release to accept", readCount)
    .option("--head <size:root>", "head of the log that you kept; may stand several times", logHead)
    .option("--no-state", "neither read nor write the highest release seen")
    .option("--json", "print the verdict as JSON")
    .action((number: number | undefined, options: VerifyOptions) => run(() => verify(root(), number, options)));
  release
    .command("notes")
    .description("write what is new, updated, rebuilt, moved and removed between two releases, in Markdown")
    .argument("<from>", "number of a release, or a revision")
    .argument("<to>", "the same")
    .option("--json", "as JSON")
    .action((from: string, to: string, options: { json?: true }) =>
      run(async () => (await import("./read/release-notes.js")).releaseNotes(root(), from, to, options.json === true)),
    );
  const log = release.command("log").description("proofs from the log of releases and digests, as JSON");
  log
    .command("inclusion")
    .description("prove that the last digest of an image is in the log")
    .argument("<image>")
    .option("--platform <os/arch>", "platform of the image", "linux/amd64")
    .option("--size <number>", "as of a head with this many leaves", readCount)
    .action((image: string, options: { platform: string; size?: number }) => run(() => prove(root(), image, options)));
  log
    .command("consistency")
    .description("prove that the log only grew")
    .argument("<size>", "leaves of the earlier head", readCount)
    .option("--size <number>", "leaves of the later head; default: all", readCount)
    .action((from: number, options: { size?: number }) => run(() => proveGrowth(root(), from, options)));
}

/** A proof of a few hashes, for whoever has only a signed head. */
async function prove(
  root: string,
  image: string,
  { platform, size }: { platform: string; size?: number },
): Promise<number> {
  const [{ readLog, headOf }, { inclusionProof, leafHash }] = await Promise.all([
    import("../trust/log.js"),
    import("../trust/merkle.js"),
  ]);
  const all = await readLog(root);
  if (size !== undefined && size > all.length) throw new Error(`the log has ${all.length} leaves, not ${size}`);
  const leaves = all.slice(0, size);
  const index = leaves.findLastIndex((leaf) => leaf.startsWith(`digest ${platformFolder(platform)} ${image} `));
  if (index < 0) throw new Error(`the log has no digest of ${image} for ${platform}`);
  const path = inclusionProof(leaves.map(leafHash), index).map((hash) => hash.toString("hex"));
  sayJson({ leaf: leaves[index], index, ...headOf(leaves), path });
  return 0;
}

/** A proof that the log only grew since it had `from` leaves. */
async function proveGrowth(root: string, from: number, { size }: { size?: number }): Promise<number> {
  const [{ readLog, headOf }, { consistencyProof, leafHash }] = await Promise.all([
    import("../trust/log.js"),
    import("../trust/merkle.js"),
  ]);
  const all = await readLog(root);
  const to = size ?? all.length;
  if (to > all.length || from > to)
    throw new Error(`the log has ${all.length} leaves; ${from} and ${to} do not lie in it in this order`);
  const path = consistencyProof(all.slice(0, to).map(leafHash), from).map((hash) => hash.toString("hex"));
  sayJson({ from: headOf(all, from), to: headOf(all, to), path });
  return 0;
}

async function create(root: string, expires: string): Promise<number> {
  const [{ createRelease }, { readPolicy }] = await Promise.all([
    import("../trust/release.js"),
    import("../trust/policy.js"),
  ]);
  const { path, sha256 } = await createRelease(root, (await readPolicy(root)).policy.repository, expires);
  process.stdout.write(`wrote ${path}, SHA-256 ${sha256}; commit it, then sign it\n`);
  return 0;
}

async function sign(root: string, number: number | undefined, { key, ...carrier }: SignOptions): Promise<number> {
  const [{ newestRelease, signRelease }, { readPolicy }, { readKeyring }, { fromTree }] = await Promise.all([
    import("../trust/release.js"),
    import("../trust/policy.js"),
    import("../trust/keys.js"),
    import("../trust/files.js"),
  ]);
  const { policy } = await readPolicy(root);
  const trust = { root, policy, now: new Date(), keyring: await readKeyring(fromTree(root), policy) };
  const { path, done } = await signRelease(trust, number ?? (await newestRelease(root)), key, carrier);
  say(`${path}: ${done}`);
  return 0;
}

async function verify(root: string, number: number | undefined, options: VerifyOptions): Promise<number> {
  const [{ verifyRelease }, { stateDirectory }, { readTrust }] = await Promise.all([
    import("../trust/release.js"),
    import("../trust/seen.js"),
    import("../trust/verify.js"),
  ]);
  const trust = await readTrust(root, options, new Date());
  const verdict = await verifyRelease(trust, {
    number,
    minimum: options.minimum,
    heads: options.head,
    stateDirectory: options.state ? stateDirectory(process.env) : undefined,
  });
  if (options.json === true) sayJson(verdict);
  else {
    await printProblems(verdict.problems);
    for (const file of verdict.files)
      if (file.verdict !== "counted") say(`  ${file.path}: ${file.verdict}: ${file.reason}`);
    process.stdout.write(
      `release ${verdict.release}: ${verdict.met ? "good" : "refused"}, ${verdict.people.length} of ${verdict.needed} signed\n`,
    );
    process.stdout.write(`log: ${verdict.log.size}:${verdict.log.root}\n`);
    if (!verdict.rollbackChecked)
      process.stdout.write("rollback was not checked: no earlier release is known here and no --minimum was given\n");
  }
  return verdict.met ? 0 : 1;
}
