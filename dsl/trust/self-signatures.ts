import { fingerprintOf, readSignatureFacts, type SignatureFacts, splitPackets } from "./packets.js";

/** What the signatures that a key made on itself forbid. */
export interface SelfSignatures {
  /** Why nothing of the key counts. */
  readonly refused: string | undefined;
  /** Subkeys that do not count, by fingerprint, and why. */
  readonly subkeys: ReadonlyMap<string, string>;
}

const goodHashes = new Set([8, 9, 10]);
const hashNames: Readonly<Record<number, string>> = { 1: "MD5", 2: "SHA-1", 3: "RIPEMD-160", 11: "SHA-224" };
const [keyTag, subkeyTag, signatureTag] = [6, 14, 2];
const [bindingType, keyRevocation, subkeyRevocation, certificateRevocation] = [0x18, 0x20, 0x28, 0x30];

/**
 * Judges the packets of one key by what is written in them, whatever a library would verify or pass over: a revocation that
 * names the key itself counts whatever its hash, and a certificate, binding or back-signature of the key's own with a
 * hash weaker than SHA-256 is refused. Only for bytes that the policy pins: others could hold anything.
 */
export function judgeSelfSignatures(bytes: Buffer): SelfSignatures {
  const packets = splitPackets(bytes);
  if (packets === undefined) return { refused: "key has a packet of indefinite length", subkeys: new Map() };
  const subkeys = new Map<string, string>();
  let [primary, part, refused] = ["", "", undefined as string | undefined];
  for (const { tag, body } of packets) {
    if (tag === keyTag) primary = part = fingerprintOf(body);
    else if (tag === subkeyTag) part = fingerprintOf(body);
    else if (tag === signatureTag) {
      const reason = judge(body, primary);
      if (reason === undefined) continue;
      if (part === primary || reason === keyRevoked) refused ??= reason;
      else if (!subkeys.has(part)) subkeys.set(part, reason);
    }
  }
  return { refused, subkeys };
}

const keyRevoked = "key is revoked; what it signed must be signed again";

function judge(body: Buffer, primary: string): string | undefined {
  const facts = readSignatureFacts(body);
  if (facts === undefined) return body[0] === 4 ? "key has a damaged signature" : undefined;
  if (facts.issuers.length > 0 && !facts.issuers.includes(primary.slice(-16))) return undefined;
  if (facts.type === keyRevocation) return keyRevoked;
  if (facts.type === subkeyRevocation) return "signing subkey is revoked";
  return facts.type === certificateRevocation ? undefined : refuseHash(facts);
}

function refuseHash(facts: SignatureFacts): string | undefined {
  const [weak] = [facts, ...facts.embedded].filter(({ hash }) => !goodHashes.has(hash));
  if (weak === undefined) return undefined;
  const what =
    weak !== facts ? "back-signature" : facts.type === bindingType ? "binding signature" : "self-certificate";
  return `${what} uses ${hashNames[weak.hash] ?? `hash ${weak.hash}`}; SHA-256 or stronger is needed`;
}
