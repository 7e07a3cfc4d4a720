import { z } from "zod";
import { predicateType, type Statement, statementType } from "./provenance.js";

/** The type of what envelopes hold here (in-toto attestation framework, "Envelope"). */
export const payloadType = "application/vnd.in-toto+json";

/** A detached signature on the encoding below, and who made it. */
export interface DsseSignature {
  /** Primary fingerprint of an OpenPGP key, 40 upper-case hexadecimal digits. */
  readonly keyid: string;
  /** A detached OpenPGP signature, in binary form (RFC 4880, section 11.4). */
  readonly sig: Uint8Array;
}

/** An attestation as it was read: the exact bytes that were signed, their meaning, and the signatures, of which none is checked yet. */
export interface Attestation {
  readonly payload: Buffer;
  readonly statement: Statement;
  readonly signatures: readonly DsseSignature[];
}

/** The bytes that a signature is on: DSSE 1.0, "Protocol", pre-authentication encoding. Lengths are in bytes. */
export function preAuthenticationEncoding(payload: Uint8Array, type = payloadType): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

/** An envelope of DSSE 1.0 as JSON; without signatures it is one for others to sign. */
export function envelope(payload: Uint8Array, signatures: readonly DsseSignature[]): object {
  return {
    payload: Buffer.from(payload).toString("base64"),
    payloadType,
    signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig).toString("base64") })),
  };
}

const base64 = z.base64("must be base64 with padding");
const envelopeForm = z.strictObject({
  payload: base64,
  payloadType: z.literal(payloadType),
  signatures: z.array(
    z.strictObject({ keyid: z.string().regex(/^[0-9A-F]{40}$/, "must be a fingerprint of 40 digits"), sig: base64 }),
  ),
});
const resource = z.strictObject({
  name: z.string(),
  uri: z.string().optional(),
  digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits") }),
});
const texts = z.record(z.string(), z.string());
const statementForm = z.strictObject({
  _type: z.literal(statementType),
  subject: z.array(resource).length(1),
  predicateType: z.literal(predicateType),
  predicate: z.strictObject({
    buildDefinition: z.strictObject({
      buildType: z.string(),
      externalParameters: texts,
      internalParameters: texts,
      resolvedDependencies: z.array(resource),
    }),
    runDetails: z.strictObject({ builder: z.strictObject({ id: z.string().min(1) }) }),
  }),
});

/** Reads an envelope, or a bare statement. @throws Error that names the member of another form. */
export function parseAttestation(bytes: Buffer): Attestation {
  const value = parseJson(bytes, "file");
  if (typeof value === "object" && value !== null && "_type" in value)
    return { payload: bytes, statement: parse(statementForm, value, "statement"), signatures: [] };
  const { payload, signatures } = parse(envelopeForm, value, "envelope");
  const inner = Buffer.from(payload, "base64");
  return {
    payload: inner,
    statement: parse(statementForm, parseJson(inner, "payload"), "statement"),
    signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig, "base64") })),
  };
}

function parseJson(bytes: Buffer, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error(`the ${what} is not JSON in UTF-8`);
  }
}

function parse<T>(form: z.ZodType<T>, value: unknown, what: string): T {
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `not the ${what} that \`defs attest\` writes: ${[issue!.path.join("."), issue!.message].filter(Boolean).join(": ")}`,
  );
}
