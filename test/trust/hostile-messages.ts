/** Messages that differ in one thing from a good one, each signed anew, so that only the form can give it away. */
import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { generateKey, type PrivateKey } from "openpgp";
import { oldPacket, splitPackets } from "./packets.js";

/** A key whose secret the test has, so that it can sign what no tool would. */
export interface Signer {
  readonly fingerprint: Buffer;
  readonly secret: KeyObject;
  /** The public key, armoured. */
  readonly file: string;
}

/** Makes an Ed25519 key that is some days old. */
export async function makeSigner(name: string, created: Date): Promise<Signer> {
  const made = await generateKey({
    type: "ecc",
    curve: "ed25519Legacy",
    userIDs: [{ name }],
    date: created,
    subkeys: [],
    format: "object",
  });
  const key: PrivateKey = made.privateKey;
  const { seed } = (key.keyPacket as unknown as { privateParams: { seed: Uint8Array } }).privateParams;
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return {
    fingerprint: Buffer.from(key.getFingerprint(), "hex"),
    secret: createPrivateKey({ key: der, format: "der", type: "pkcs8" }),
    file: key.toPublic().armor(),
  };
}

type Change = (bytes: Buffer) => Buffer;
/** What a message is made of; a case changes some of it. */
export interface Spec {
  readonly signer: Signer;
  readonly other: Signer;
  readonly payload: Buffer;
  readonly created: number;
  readonly hash: number;
  readonly algorithm: number;
  readonly type: number;
  readonly version: number;
  readonly hashed: readonly Buffer[];
  readonly unhashed: readonly Buffer[];
  /** Changes after the signature was made: the bodies of the three packets, its integers, and all. */
  readonly onePass: Change;
  readonly literal: Change;
  readonly signature: Change;
  readonly integers: (r: Buffer, s: Buffer) => Buffer;
  readonly whole: Change;
  /** Bytes of the hashed area as they are signed. */
  readonly area: Change;
}

const same: Change = (bytes) => bytes;
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
/** A subpacket (RFC 4880, section 5.2.3.1). */
export const sub = (type: number, body: Buffer | number[] = []): Buffer =>
  Buffer.concat([Buffer.from([body.length + 1, type]), Buffer.from(body)]);
const issuer = (signer: Signer): Buffer => sub(33, Buffer.concat([Buffer.from([4]), signer.fingerprint]));
const keyId = (signer: Signer): Buffer => sub(16, signer.fingerprint.subarray(12));
const made = (spec: Pick<Spec, "created">): Buffer => sub(2, u32(spec.created));
/** A number with its length in bits. */
export function integer(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  const rest = bytes.subarray(start);
  const bits = rest.length === 0 ? 0 : rest.length * 8 - Math.clz32(rest[0]!) + 24;
  return Buffer.concat([u16(bits), rest]);
}

/** A good message's parts. */
export function goodSpec(signer: Signer, other: Signer, payload: string, created: number): Spec {
  const spec = { signer, other, payload: Buffer.from(payload), created, hash: 10, algorithm: 22, type: 0, version: 4 };
  return {
    ...spec,
    hashed: [issuer(signer), made(spec)],
    unhashed: [keyId(signer)],
    onePass: same,
    literal: same,
    signature: same,
    integers: (r, s) => Buffer.concat([integer(r), integer(s)]),
    whole: same,
    area: same,
  };
}

const hashNames: Readonly<Record<number, string>> = {
  1: "md5",
  2: "sha1",
  3: "ripemd160",
  8: "sha256",
  9: "sha384",
  10: "sha512",
  11: "sha224",
  12: "sha3-256",
  14: "sha3-512",
};

/** Signs and writes a message. */
export function craft(spec: Spec): Buffer {
  const hashed = spec.area(Buffer.concat(spec.hashed));
  const head = Buffer.concat([
    Buffer.from([spec.version, spec.type, spec.algorithm, spec.hash]),
    u16(hashed.length),
    hashed,
  ]);
  const trailer = Buffer.concat([Buffer.from([4, 255]), u32(head.length)]);
  const digest = createHash(hashNames[spec.hash] ?? "sha512")
    .update(Buffer.concat([spec.payload, head, trailer]))
    .digest();
  const signature = sign(null, digest, spec.signer.secret);
  const unhashed = Buffer.concat(spec.unhashed);
  const body = Buffer.concat([
    head,
    u16(unhashed.length),
    unhashed,
    digest.subarray(0, 2),
    spec.integers(signature.subarray(0, 32), signature.subarray(32)),
  ]);
  const onePass = Buffer.concat([
    Buffer.from([3, spec.type, spec.hash, spec.algorithm]),
    spec.signer.fingerprint.subarray(12),
    Buffer.from([1]),
  ]);
  const literal = Buffer.concat([Buffer.from("b\0"), u32(spec.created), spec.payload]);
  return spec.whole(
    Buffer.concat([
      oldPacket(4, spec.onePass(onePass)),
      oldPacket(11, spec.literal(literal)),
      oldPacket(2, spec.signature(body)),
    ]),
  );
}

const set =
  (at: number, value: number): Change =>
  (bytes) => {
    const copy = Buffer.from(bytes);
    copy[at] = value;
    return copy;
  };
const insert =
  (at: number, ...bytes: number[]): Change =>
  (all) =>
    Buffer.concat([all.subarray(0, at), Buffer.from(bytes), all.subarray(at)]);
const reversed = (bytes: Buffer): Buffer => Buffer.from(bytes).reverse();
/** The order of the group of Ed25519, as a number. */
const order = (1n << 252n) + 27742317777372353535851937790883648493n;
const asNumber = (bytes: Buffer): bigint => BigInt(`0x${reversed(bytes).toString("hex")}`);
const asBytes = (value: bigint): Buffer => reversed(Buffer.from(value.toString(16).padStart(64, "0"), "hex"));

/** Cases that are good all the same: what a case below refuses is not refused for being crafted. */
export const rightMessages: [string, (good: Spec) => Partial<Spec>][] = [
  ["as it is", () => ({})],
  ["with SHA-256", () => ({ hash: 8 })],
  ["with SHA-384", () => ({ hash: 9 })],
  ["with the time before the issuer", (good) => ({ hashed: [...good.hashed].reverse() })],
  ["with the key's id protected as well", (good) => ({ hashed: [...good.hashed, keyId(good.signer)] })],
  ["with a notation", (good) => ({ hashed: [...good.hashed, sub(20, [0, 0, 0, 0, 0, 1, 0, 1, 120, 121])] })],
  ["with two notations", (good) => ({ hashed: [...good.hashed, notation("a"), notation("b")] })],
  ["with a time that is critical", (good) => ({ hashed: [good.hashed[0]!, sub(130, u32(good.created))] })],
  ["with an end in a year", (good) => ({ hashed: [...good.hashed, sub(3, u32(31_536_000))] })],
  ["with an end that is 0, which is none", (good) => ({ hashed: [...good.hashed, sub(3, u32(0))] })],
  ["with an issuer that is critical", (good) => ({ hashed: [critical(good.hashed[0]!), good.hashed[1]!] })],
  // Where a length of one byte ends and one of two begins.
  ["with a signature packet of 255 bytes", (good) => ({ hashed: [...good.hashed, padding(good, 255)] })],
  ["with a signature packet of 256 bytes", (good) => ({ hashed: [...good.hashed, padding(good, 256)] })],
  [
    "with 300 protected bytes",
    (good) => ({ hashed: [...good.hashed, notation("a".repeat(120)), notation("b".repeat(120))] }),
  ],
  ["of time 0", (good) => optional(good, '"timestamp":0')],
  ["of a time before 1970", (good) => optional(good, '"timestamp":-5')],
  ["with nothing optional but a number", (good) => optional(good, '"x":10')],
  [
    "with a subpacket of 191 bytes, the longest",
    (good) => ({ hashed: [...good.hashed, sub(28, Buffer.alloc(190, "a"))] }),
  ],
  ["with the signer's user id", (good) => ({ hashed: [...good.hashed, sub(28, Buffer.from("a"))] })],
];
/** The payload with other members of `optional`. */
function optional(good: Spec, members: string): Partial<Spec> {
  return { payload: Buffer.from(good.payload.toString().replace(/"optional":\{.*\}\}$/s, `"optional":{${members}}}`)) };
}
function critical(subpacket: Buffer): Buffer {
  const copy = Buffer.from(subpacket);
  copy[1] = copy[1]! | 128;
  return copy;
}
/** A user id of the length that makes the signature packet so long. */
function padding(good: Spec, length: number): Buffer {
  const [, , packet] = splitPackets(craft(good));
  // The two integers have 32 bytes each, rarely fewer: what they lack is lacking in both.
  return sub(28, Buffer.alloc(length - packet!.body.length - 2, "a"));
}
function notation(name: string): Buffer {
  return sub(20, Buffer.concat([Buffer.from([0x80, 0, 0, 0, 0, name.length, 0, 1]), Buffer.from(`${name}1`)]));
}

const more =
  (...subpackets: Buffer[]) =>
  (good: Spec): Partial<Spec> => ({ hashed: [...good.hashed, ...subpackets] });

/** Messages that must not count. */
export const hostileMessages: [string, (good: Spec) => Partial<Spec>][] = [
  ...(
    [
      ["canonical text", 0x01],
      ["a standalone signature", 0x02],
      ["a certification of a user id", 0x10],
      ["a positive certification", 0x13],
      ["a subkey binding", 0x18],
      ["a back-signature", 0x19],
      ["a signature directly on a key", 0x1f],
      ["a key revocation", 0x20],
      ["a certification revocation", 0x30],
      ["a timestamp", 0x40],
      ["a third-party confirmation", 0x50],
      ["a type that nobody knows", 0x7f],
    ] as const
  ).map(([name, type]): (typeof hostileMessages)[number] => [`signed as ${name}`, () => ({ type })]),
  ...(
    [
      ["MD5", 1],
      ["SHA-1", 2],
      ["RIPEMD-160", 3],
      ["SHA-224", 11],
      ["SHA3-256", 12],
      ["SHA3-512", 14],
      ["a hash of number 0", 0],
      ["a hash for private use", 110],
    ] as const
  ).map(([name, hash]): (typeof hostileMessages)[number] => [`signed with ${name}`, () => ({ hash })]),
  ...(
    [
      ["RSA", 1],
      ["RSA for signing only", 3],
      ["DSA", 17],
      ["ECDSA", 19],
      ["Ed25519 in its new number", 27],
      ["number 0", 0],
    ] as const
  ).map(([name, algorithm]): (typeof hostileMessages)[number] => [`said to be by ${name}`, () => ({ algorithm })]),
  ["of version 3", () => ({ version: 3 })],
  ["of version 5", () => ({ version: 5 })],
  ["of version 6", () => ({ version: 6 })],
  // The packet before the text, which nothing protects.
  ["announced in version 2", () => ({ onePass: set(0, 2) })],
  ["announced in version 6", () => ({ onePass: set(0, 6) })],
  ["announced as text", () => ({ onePass: set(1, 1) })],
  ["announced with another hash", () => ({ onePass: set(2, 8) })],
  ["announced with another algorithm", () => ({ onePass: set(3, 1) })],
  ["announced by another key", (good) => ({ onePass: set(4, good.signer.fingerprint[12]! ^ 1) })],
  [
    "announced by no key",
    () => ({ onePass: (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(8), bytes.subarray(12)]) }),
  ],
  ["announced as one of several", () => ({ onePass: set(12, 0) })],
  ["announced with a flag of 2", () => ({ onePass: set(12, 2) })],
  ["announced with a byte more", () => ({ onePass: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) })],
  ["announced with a byte less", () => ({ onePass: (bytes) => bytes.subarray(0, 12) })],
  ["announced twice", () => ({ whole: (bytes) => Buffer.concat([bytes.subarray(0, 15), bytes]) })],
  // The packet of the text, of which only the text is protected.
  ["with a text of mode t", () => ({ literal: set(0, 0x74) })],
  ["with a text of mode u", () => ({ literal: set(0, 0x75) })],
  ["with a text of mode l", () => ({ literal: set(0, 0x6c) })],
  ["with a text of mode 1", () => ({ literal: set(0, 0x31) })],
  ["with a text of mode m", () => ({ literal: set(0, 0x6d) })],
  ["with a text of mode B", () => ({ literal: set(0, 0x42) })],
  [
    "with a text of no date",
    () => ({ literal: (bytes) => Buffer.concat([bytes.subarray(0, 2), u32(0), bytes.subarray(6)]) }),
  ],
  [
    "with a text dated a second earlier",
    (good) => ({ literal: (bytes) => Buffer.concat([bytes.subarray(0, 2), u32(good.created - 1), bytes.subarray(6)]) }),
  ],
  [
    "with a text dated a second later",
    (good) => ({ literal: (bytes) => Buffer.concat([bytes.subarray(0, 2), u32(good.created + 1), bytes.subarray(6)]) }),
  ],
  [
    "with a text for the eyes alone",
    () => ({ literal: (bytes) => Buffer.concat([Buffer.from("b\x08_CONSOLE"), bytes.subarray(2)]) }),
  ],
  [
    "with a name of 255 bytes",
    () => ({
      literal: (bytes) => Buffer.concat([Buffer.from([0x62, 255]), Buffer.alloc(255, "x"), bytes.subarray(2)]),
    }),
  ],
  ["with a name longer than the text", () => ({ literal: set(1, 255) })],
  ["with a space behind the text", () => ({ literal: (bytes) => Buffer.concat([bytes, Buffer.from(" ")]) })],
  ["with a text cut by one", () => ({ literal: (bytes) => bytes.subarray(0, -1) })],
  ["with a text of five bytes and no more", () => ({ literal: (bytes) => bytes.subarray(0, 5) })],
  ["with no text", () => ({ payload: Buffer.alloc(0) })],
  ["with a text of one NUL", () => ({ payload: Buffer.from([0]) })],
  ["with a NUL behind the text, signed", (good) => ({ payload: Buffer.concat([good.payload, Buffer.from([0])]) })],
  ["with a newline behind the text, signed", (good) => ({ payload: Buffer.concat([good.payload, Buffer.from("\n")]) })],
  ["with the text twice, signed", (good) => ({ payload: Buffer.concat([good.payload, good.payload]) })],
  ["with a text of 60,000 spaces, signed", () => ({ payload: Buffer.alloc(60_000, " ") })],
  [
    "with a file of 65,537 bytes",
    (good) => ({ payload: Buffer.concat([good.payload, Buffer.alloc(65_537 - craft(good).length, " ")]) }),
  ],
  ...["\0", "\t", "\n", "\r", "\u001b", "\u007f"].flatMap((control): (typeof hostileMessages)[number][] => [
    [`with the control ${JSON.stringify(control)} in a value, signed`, (good) => optional(good, `"x":"a${control}b"`)],
    [`with the control ${JSON.stringify(control)} in a name, signed`, (good) => optional(good, `"x${control}":"a"`)],
  ]),
  ["with a letter before a member, signed", (good) => optional(good, 'x"creator":"a"')],
  ["with a comma before a member, signed", (good) => optional(good, ',"creator":"a"')],
  ["with two commas between members, signed", (good) => optional(good, '"x":1,,"y":2')],
  ["with an integer of 01, signed", (good) => optional(good, '"x":01')],
  ["with an integer of --1, signed", (good) => optional(good, '"x":--1')],
  // Subpackets: signed, but not what is known.
  ["without a time", (good) => ({ hashed: [good.hashed[0]!] })],
  [
    "with a time that nothing protects",
    (good) => ({ hashed: [good.hashed[0]!], unhashed: [good.unhashed[0]!, good.hashed[1]!] }),
  ],
  ["with two times, one of them another", (good) => ({ hashed: [...good.hashed, sub(2, u32(good.created - 9))] })],
  ["with the same time twice", (good) => ({ hashed: [...good.hashed, good.hashed[1]!] })],
  ["with a time of three bytes", (good) => ({ hashed: [good.hashed[0]!, sub(2, u32(good.created).subarray(1))] })],
  [
    "with a time of five bytes",
    (good) => ({ hashed: [good.hashed[0]!, sub(2, Buffer.concat([u32(good.created), Buffer.from([0])]))] }),
  ],
  ["of 1970", () => ({ ...timed(0) })],
  ["of 2106", () => ({ ...timed(2 ** 32 - 1) })],
  ["of the day after tomorrow", (good) => ({ ...timed(good.created + 3 * 86_400) })],
  ["of before its key", (good) => ({ ...timed(good.created - 90 * 86_400) })],
  ["without an issuer", (good) => ({ hashed: [good.hashed[1]!] })],
  [
    "with an issuer that nothing protects",
    (good) => ({ hashed: [good.hashed[1]!], unhashed: [good.hashed[0]!, good.unhashed[0]!] }),
  ],
  ["with another person as issuer", (good) => ({ hashed: [issuer(good.other), good.hashed[1]!] })],
  [
    "with another person as issuer everywhere",
    (good) => ({
      hashed: [issuer(good.other), good.hashed[1]!],
      unhashed: [keyId(good.other)],
      onePass: (bytes) =>
        Buffer.concat([bytes.subarray(0, 4), good.other.fingerprint.subarray(12), bytes.subarray(12)]),
    }),
  ],
  ["with two issuers", (good) => ({ hashed: [...good.hashed, issuer(good.other)] })],
  ["with the same issuer twice", (good) => ({ hashed: [...good.hashed, good.hashed[0]!] })],
  [
    "with an issuer of version 5",
    (good) => ({
      hashed: [sub(33, Buffer.concat([Buffer.from([5]), good.signer.fingerprint, Buffer.alloc(12)])), good.hashed[1]!],
    }),
  ],
  [
    "with an issuer of version 3",
    (good) => ({ hashed: [sub(33, Buffer.concat([Buffer.from([3]), good.signer.fingerprint])), good.hashed[1]!] }),
  ],
  [
    "with an issuer cut short",
    (good) => ({
      hashed: [sub(33, Buffer.concat([Buffer.from([4]), good.signer.fingerprint.subarray(0, 19)])), good.hashed[1]!],
    }),
  ],
  ["with another key's id, protected", (good) => more(keyId(good.other))(good)],
  ["with an end in the past", more(sub(3, u32(1)))],
  ["with two ends", more(sub(3, u32(0)), sub(3, u32(99)))],
  ["with an end of two bytes", more(sub(3, [0, 9]))],
  ["that may not be exported", more(sub(4, [0]))],
  ["with a depth of trust", more(sub(5, [1, 60]))],
  ["with a pattern of trust", more(sub(6, Buffer.from("x\0")))],
  ["that can be revoked", more(sub(7, [1]))],
  ["with an end of the key", more(sub(9, u32(9)))],
  ["with preferred ciphers", more(sub(11, [9]))],
  [
    "with a key that may revoke",
    (good) => more(sub(12, Buffer.concat([Buffer.from([128, 22]), good.other.fingerprint])))(good),
  ],
  ["with flags of a key", more(sub(27, [3]))],
  ["as the primary user id", more(sub(25, [1]))],
  ["with a reason for revocation", more(sub(29, [1, 120]))],
  ["with features", more(sub(30, [1]))],
  ["on another signature", more(sub(31, Buffer.concat([Buffer.from([22, 10]), Buffer.alloc(64)])))],
  ["with a signature in it", more(sub(32, Buffer.alloc(40, 4)))],
  ["for one reader", (good) => more(sub(35, Buffer.concat([Buffer.from([4]), good.other.fingerprint])))(good)],
  ["with a subpacket for private use", more(sub(100, [1]))],
  ["with a reserved subpacket", more(sub(1, [1]))],
  ["with a subpacket of number 0", more(sub(0, [1]))],
  ["with a subpacket of number 127", more(sub(127, [1]))],
  ["with a critical one of them", more(sub(228, [1]))],
  ["with a critical key id", (good) => more(sub(144, good.signer.fingerprint.subarray(12)))(good)],
  ["with a critical notation", more(sub(148, [0, 0, 0, 0, 0, 1, 0, 1, 120, 121]))],
  ["with a critical address of a policy", more(sub(154, Buffer.from("x")))],
  ["with a critical user id", more(sub(156, Buffer.from("x")))],
  ["with two addresses of policies", more(sub(26, Buffer.from("x")), sub(26, Buffer.from("x")))],
  ["with an empty subpacket", more(Buffer.from([0]))],
  ["with a subpacket that goes on behind its area", more(Buffer.from([9, 20, 0]))],
  ["with a subpacket of 192 bytes", more(Buffer.concat([Buffer.from([192, 0, 20]), Buffer.alloc(191)]))],
  [
    "with a length of two bytes that reads like a length and a type",
    more(
      Buffer.concat([
        Buffer.from([192, 20, 20, 0, 0, 0, 0, 0, 1, 0, 202]),
        Buffer.from("x"),
        Buffer.alloc(181, "y"),
        Buffer.from([20, 28]),
        Buffer.alloc(19, "z"),
      ]),
    ),
  ],
  ["with a length of five bytes", more(Buffer.from([255, 0, 0, 0, 2, 28, 120]))],
  [
    "with a length of two bytes for a short one",
    (good) => ({ area: (bytes) => Buffer.concat([Buffer.from([0xc0, 0]), bytes.subarray(1)]), hashed: good.hashed }),
  ],
  [
    "with an area longer than the packet",
    () => ({ signature: (bytes) => Buffer.concat([bytes.subarray(0, 4), u16(0xffff), bytes.subarray(6)]) }),
  ],
  ["with an area of no bytes", () => ({ hashed: [] })],
  // What nothing protects.
  ["with nothing unprotected", () => ({ unhashed: [] })],
  ["with another key's id unprotected", (good) => ({ unhashed: [keyId(good.other)] })],
  ["with the key's id twice", (good) => ({ unhashed: [good.unhashed[0]!, good.unhashed[0]!] })],
  ["with an unprotected end", (good) => ({ unhashed: [good.unhashed[0]!, sub(3, u32(9))] })],
  ["with an unprotected notation first", (good) => ({ unhashed: [notation("a"), good.unhashed[0]!] })],
  ["with a critical unprotected key id", (good) => ({ unhashed: [sub(144, good.signer.fingerprint.subarray(12))] })],
  [
    "with 1000 unprotected bytes",
    (good) => ({ unhashed: [good.unhashed[0]!, ...Array.from({ length: 10 }, () => sub(20, Buffer.alloc(98)))] }),
  ],
  [
    "with other first bits of the hash",
    (good) => ({
      signature: (bytes) =>
        set(
          bytes.length - integersLength(bytes) - 1,
          0,
        )(set(bytes.length - integersLength(bytes) - 2, good.created & 255)(bytes)),
    }),
  ],
  // The two numbers of the signature.
  ["with its numbers exchanged", () => ({ integers: (r, s) => Buffer.concat([integer(s), integer(r)]) })],
  ["with its first number alone", () => ({ integers: (r) => integer(r) })],
  ["with three numbers", () => ({ integers: (r, s) => Buffer.concat([integer(r), integer(s), integer(s)]) })],
  ["with numbers of 0", () => ({ integers: () => Buffer.alloc(4) })],
  ["with a first number of 0", () => ({ integers: (_r, s) => Buffer.concat([Buffer.alloc(2), integer(s)]) })],
  ["with a second number of 0", () => ({ integers: (r) => Buffer.concat([integer(r), Buffer.alloc(2)]) })],
  [
    "with a first number said to be a bit longer",
    () => ({ integers: (r, s) => Buffer.concat([longer(r, 1), integer(s)]) }),
  ],
  [
    "with a second number said to be a bit longer",
    () => ({ integers: (r, s) => Buffer.concat([integer(r), longer(s, 1)]) }),
  ],
  [
    "with a second number said to be a byte longer",
    () => ({ integers: (r, s) => Buffer.concat([integer(r), longer(s, 8)]) }),
  ],
  [
    "with a zero before its second number",
    () => ({ integers: (r, s) => Buffer.concat([integer(r), u16(264), Buffer.from([0]), s]) }),
  ],
  [
    "with a first number of 33 bytes, as in other curves",
    () => ({ integers: (r, s) => Buffer.concat([u16(263), Buffer.from([0x40]), r, integer(s)]) }),
  ],
  [
    "with the negative of its second number",
    () => ({ integers: (r, s) => Buffer.concat([integer(r), integer(asBytes(order - (asNumber(s) % order)))]) }),
  ],
  ["with numbers as one string of 64 bytes", () => ({ integers: (r, s) => Buffer.concat([r, s]) })],
  ["with a byte behind its numbers", () => ({ signature: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) })],
  ["with an unknown version of the packet inside", () => ({ signature: insert(0, 4) })],
];

function timed(created: number): Partial<Spec> {
  return { created };
}
function longer(number: Buffer, bits: number): Buffer {
  const right = integer(number);
  return Buffer.concat([u16(right.readUInt16BE(0) + bits), right.subarray(2)]);
}
/** Length of the two numbers at the end of a signature. */
function integersLength(body: Buffer): number {
  const hashed = body.readUInt16BE(4);
  const unhashed = body.readUInt16BE(6 + hashed);
  return body.length - (8 + hashed + unhashed) - 2;
}
