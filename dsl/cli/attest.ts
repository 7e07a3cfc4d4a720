import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { agreementOf, type Agreement } from "../evidence/agreement.js";
import { type Attestation, envelope, preAuthenticationEncoding } from "../evidence/dsse.js";
import { canonical } from "../evidence/names.js";
import { provenanceOf, unnamedBuilder } from "../evidence/provenance.js";
import { readBytes } from "../load/files.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { chosenPlatform, committedOf, readEvidence } from "./read/evidence.js";
import { readAttestation } from "./read/attestation.js";
import { say, sayJson } from "./terminal/trust-output.js";

const forms = ["statement", "envelope", "pae"] as const;

interface Options {
  readonly form: (typeof forms)[number];
  readonly platform?: string;
  readonly builder?: string;
  readonly key?: string;
  readonly signature?: string;
  readonly compare?: true;
  readonly json?: true;
}

function fingerprint(text: string): string {
  const plain = text.replaceAll(" ", "").toUpperCase();
  if (!/^[0-9A-F]{40}$/.test(plain))
    throw new InvalidArgumentError("the 40 digits of a primary fingerprint are needed");
  return plain;
}

function uri(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:[!-~]+$/.test(text)) throw new InvalidArgumentError("a URI is needed");
  return text;
}

/** `defs attest`. Exit codes: 0 written, or two agree; 1 the tree has mistakes, or they do not agree; 2 usage. */
export function register(program: Command): void {
  program
    .command("attest")
    .description(
      "print how an image came to be, as an in-toto statement with SLSA provenance; or compare two such statements",
    )
    .argument("<image...>", "the image; with --compare two files")
    .option("--platform <os/arch>", "platform of the image; default: the one that it names first")
    .addOption(
      new Option(
        "--form <form>",
        "a bare statement, a DSSE envelope without signature, or the bytes that a signature is on",
      )
        .choices(forms)
        .default("statement"),
    )
    .option("--builder <uri>", "who answers for the build; with --key by default openpgp4fpr:FINGERPRINT", uri)
    .option("--key <fingerprint>", "sign with your own gpg, and print the envelope", fingerprint)
    .option("--signature <file>", "take the detached signature of that key from here instead")
    .option("--compare", "say in what two files agree, and check their signatures with your own gpg")
    .option("--json", "print a comparison as JSON; all else is JSON in any case")
    .action(async (names: string[], options: Options) => {
      const [first, second, ...more] = names as [string, ...string[]];
      if (more.length > 0 || (second !== undefined) !== (options.compare === true))
        throw new Error("`defs attest IMAGE` takes one image, `defs attest --compare A B` two files");
      if (second !== undefined) process.exitCode = await compare([first, second], options.json === true);
      else await attest(resolve(program.opts<{ root: string }>().root), first, options);
    });
}

async function attest(root: string, image: string, options: Options): Promise<void> {
  if (options.signature !== undefined && options.key === undefined)
    throw new Error("--signature needs --key: the envelope names who signed");
  const facts = await readEvidence(root);
  const platform = chosenPlatform(facts, image, options.platform);
  const byKey = options.key === undefined ? unnamedBuilder : `openpgp4fpr:${options.key}`;
  const statement = provenanceOf(facts, image, platform, committedOf(facts, image, platform), options.builder ?? byKey);
  const text = canonical(statement);
  const payload = Buffer.from(text);
  if (options.form === "pae") process.stdout.write(preAuthenticationEncoding(payload));
  else if (options.key !== undefined)
    process.stdout.write(canonical(await signed(payload, options.key, options.signature)));
  else process.stdout.write(options.form === "envelope" ? canonical(envelope(payload, [])) : text);
}

/** What gpg wrote is checked before it is given away: a smart card may have another key than the one that was named. */
async function signed(payload: Buffer, key: string, file: string | undefined): Promise<object> {
  const { signDetached } = await import("../trust/gpg.js");
  const bytes = preAuthenticationEncoding(payload);
  const sig = file === undefined ? await signDetached(bytes, key) : readBytes(file);
  const fault = await faultOf(sig, bytes, key);
  if (fault !== undefined) throw problem(file ?? "gpg", `the signature of ${key} does not count: ${fault}`);
  return envelope(payload, [{ keyid: key, sig }]);
}

/** Why a signature is none by that key, or undefined for a good one. */
async function faultOf(sig: Uint8Array, bytes: Uint8Array, key: string): Promise<string | undefined> {
  const { verifyDetached } = await import("../trust/gpg.js");
  const verdict = await verifyDetached(sig, bytes);
  if ("refused" in verdict) return verdict.refused;
  return verdict.signer === key ? undefined : `it is by ${verdict.signer}`;
}

function problem(file: string, message: string): DiagnosticsError {
  return new DiagnosticsError([{ code: "E602", file, line: 1, column: 1, message }], 0);
}

/** What became of one signature. */
interface Checked {
  readonly file: string;
  readonly keyid: string;
  readonly verdict: "good" | "refused";
  readonly reason: string;
}

async function compare(files: readonly [string, string], asJson: boolean): Promise<number> {
  const [a, b] = files.map((file) => readAttestation(file, "E602")) as [Attestation, Attestation];
  const agreement = agreementOf(a.statement, b.statement);
  const signatures = [...(await checkAll(files[0], a)), ...(await checkAll(files[1], b))];
  const agree = agreement.differences.length === 0 && signatures.every(({ verdict }) => verdict === "good");
  if (asJson) sayJson({ agree, ...agreement, signatures });
  else print(agreement, signatures, agree);
  return agree ? 0 : 1;
}

async function checkAll(file: string, { payload, signatures }: Attestation): Promise<Checked[]> {
  const bytes = preAuthenticationEncoding(payload);
  return Promise.all(
    signatures.map(async ({ keyid, sig }): Promise<Checked> => {
      const fault = await faultOf(sig, bytes, keyid);
      return { file, keyid, verdict: fault === undefined ? "good" : "refused", reason: fault ?? "good signature" };
    }),
  );
}

function print(agreement: Agreement, signatures: readonly Checked[], agree: boolean): void {
  for (const { about, a, b } of agreement.differences) say(`${about}: ${a ?? "nothing"}, and ${b ?? "nothing"}`);
  for (const { file, keyid, verdict, reason } of signatures) say(`${file}: ${keyid}: ${verdict}: ${reason}`);
  if (signatures.length === 0) say("neither is signed");
  const [one, other] = agreement.builders;
  say(agreement.independent ? `builders: ${one} and ${other}` : `one builder: ${one}`);
  const what = `${agreement.image}: ${agreement.sameDependencies} dependencies alike, ${agreement.differences.length} differences`;
  say(`${agree ? "agree" : "do not agree"}: ${what}`);
}
