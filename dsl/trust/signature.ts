import { readMessage, verify } from "openpgp";
import type { Keyring, TrustedKey } from "./keys.js";
import { refuseAlgorithm } from "./keys.js";
import { MessageError, parseMessage, type SignedMessage } from "./message.js";
import { dayOf } from "./policy.js";

/** A message whose signature is good and made by a key of the policy; what it says is not judged yet. */
export interface GoodSignature {
  readonly person: string;
  readonly fingerprint: string;
  readonly created: Date;
  readonly payload: Buffer;
  readonly warnings: readonly string[];
}

/** Largest signature file that is read, in bytes; a good one has about 500. */
export const signatureLimit = 1 << 16;

/**
 * Verifies one signed message against the keys of a policy, at the time `now`. The cryptography comes first: nothing of
 * the payload is looked at here.
 * @returns the good signature, or the reason for refusing it.
 */
export async function verifyMessage(
  bytes: Buffer,
  keyring: Keyring,
  now: Date,
): Promise<GoodSignature | { refused: string }> {
  let message: SignedMessage;
  try {
    message = parseMessage(bytes);
  } catch (error) {
    if (error instanceof MessageError) return { refused: error.message };
    throw error;
  }
  const candidates = keyring.byKeyId.get(message.keyId) ?? [];
  if (candidates.length === 0) return { refused: `signed by key ${message.issuer}, which the policy does not list` };
  let refused = "";
  for (const candidate of candidates) {
    refused = (await refuse(bytes, message, candidate, now)) ?? "";
    if (refused === "") return accept(message, candidate, now);
  }
  return { refused };
}

function accept(message: SignedMessage, trusted: TrustedKey, now: Date): GoodSignature {
  const expired =
    trusted.expires !== undefined && trusted.expires <= now
      ? [`key ${trusted.fingerprint} expired on ${dayOf(trusted.expires)}, after it signed`]
      : [];
  return {
    person: trusted.person,
    fingerprint: trusted.fingerprint,
    created: message.created,
    payload: message.payload,
    warnings: [...expired, ...(trusted.warning === undefined ? [] : [trusted.warning])],
  };
}

async function refuse(
  bytes: Buffer,
  message: SignedMessage,
  trusted: TrustedKey,
  now: Date,
): Promise<string | undefined> {
  const unfit =
    trusted.unusable ?? refuseSubkey(message, trusted) ?? (await refuseCryptography(bytes, message, trusted, now));
  return unfit ?? refuseTimes(message, trusted, now);
}

async function refuseCryptography(
  bytes: Buffer,
  message: SignedMessage,
  trusted: TrustedKey,
  now: Date,
): Promise<string | undefined> {
  try {
    const { signatures } = await verify({
      message: await readMessage({ binaryMessage: bytes }),
      verificationKeys: trusted.key,
      format: "binary",
      date: await momentOf(message, trusted, now),
      // A key that was extended and exported without its earlier self-signatures is as good as before; gpg takes it, too.
      config: { minRSABits: 1, allowInsecureVerificationWithReformattedKeys: true },
    });
    if (signatures.length !== 1) return `${signatures.length} signatures in one message; one is needed`;
    await signatures[0]?.verified;
    return undefined;
  } catch (error) {
    return `signature is not good: ${(error as Error).message}`;
  }
}

/** When to ask whether the key is good: today, or the last second of a key that has ended, but never before the signature. */
async function momentOf(message: SignedMessage, { key, expires }: TrustedKey, now: Date): Promise<Date> {
  const subkey = key.getSubkeys().find((part) => part.getFingerprint().toUpperCase() === message.issuer);
  const ends = [expires, await subkey?.getExpirationTime(now)].filter((end) => end instanceof Date);
  const last = Math.min(now.getTime(), ...ends.map((end) => end.getTime() - 1000));
  return new Date(Math.max(last, message.created.getTime()));
}

function refuseTimes(message: SignedMessage, trusted: TrustedKey, now: Date): string | undefined {
  const day = dayOf(message.created);
  if (message.created > now) return `signature was made in the future (${message.created.toISOString()})`;
  if (message.expires !== undefined && message.expires <= now)
    return `signature expired at ${message.expires.toISOString()}`;
  if (day < trusted.from || day > trusted.until)
    return `signed on ${day}, but the policy accepts this key from ${trusted.from} until ${trusted.until}`;
  return undefined;
}

/** Judges the signing subkey as strictly as the primary: any revocation of it and any weakness counts. */
function refuseSubkey(message: SignedMessage, trusted: TrustedKey): string | undefined {
  const subkey = trusted.key.getSubkeys().find((part) => part.getFingerprint().toUpperCase() === message.issuer);
  if (subkey === undefined)
    return trusted.fingerprint === message.issuer
      ? undefined
      : `made by key ${message.issuer}, which is no part of ${trusted.fingerprint}`;
  if (subkey.bindingSignatures[0] === undefined) return "signing subkey has no binding signature";
  return trusted.refusedSubkeys.get(message.issuer) ?? refuseAlgorithm(subkey.getAlgorithmInfo());
}
