import { deflateRawSync, deflateSync } from "node:zlib";
import type { BadCase } from "./bad-payloads.js";
import { frozen, type Gpg, now } from "./gpg.js";
import { newPacket, oldPacket, splitPackets } from "./packets.js";

const day = 86_400;

/** Messages of a wrong form around a right payload: framing, encodings, algorithms and times. */
export function badMessages(gpg: Gpg, key: string, other: string, payload: string): BadCase[] {
  const good = gpg.sign(key, payload);
  const [onePass, literal, signature] = splitPackets(good);
  if (!onePass || !literal || !signature) throw new Error("gpg wrote another form");
  const second = splitPackets(gpg.sign(other, payload));
  const plain = ["--compress-level", "0", "--local-user", key];
  const join = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
  const bad = (kind: number, name: string, bytes: Buffer, reason: RegExp): BadCase => ({ kind, name, bytes, reason });
  const form = /old format is needed/;
  return [
    bad(10, "a byte after the message", join(good, Buffer.from([0])), /1 bytes follow/),
    bad(10, "a newline after the message", join(good, Buffer.from("\n")), /1 bytes follow/),
    bad(10, "a packet after the message", join(good, oldPacket(10, Buffer.from("PGP"))), /bytes follow/),
    bad(10, "the message twice", join(good, good), /bytes follow/),
    bad(10, "two messages of two signers", join(good, gpg.sign(other, payload)), /bytes follow/),
    bad(
      10,
      "two signers in one message",
      gpg.signAs([...plain, "--local-user", other, "--sign"], payload),
      /more than one signature|needed/,
    ),
    bad(
      10,
      "two signature packets",
      join(onePass.whole, literal.whole, signature.whole, signature.whole),
      /bytes follow/,
    ),
    bad(10, "two literal packets", join(onePass.whole, literal.whole, literal.whole, signature.whole), form),
    bad(
      10,
      "another's signature over the payload added",
      join(good, second[2]?.whole ?? Buffer.alloc(0)),
      /bytes follow/,
    ),
    bad(11, "literal only", literal.whole, /without a signature/),
    bad(11, "one-pass and literal only", join(onePass.whole, literal.whole), /no signature packet/),
    bad(11, "one-pass only", onePass.whole, /no literal packet/),
    bad(11, "detached", gpg.signAs(["--local-user", key, "--detach-sign"], payload), /detached/),
    bad(11, "old style, signature first", join(signature.whole, literal.whole), /old-style/),
    bad(11, "cleartext", gpg.signAs(["--local-user", key, "--clear-sign"], payload), /cleartext/),
    bad(11, "armour", gpg.signAs([...plain, "--armor", "--sign"], payload), /armour/i),
    bad(11, "empty", Buffer.alloc(0), /empty|needed/),
    bad(11, "one byte", good.subarray(0, 1), /cut off/),
    bad(11, "the payload alone", Buffer.from(payload), /not an OpenPGP message/),
    bad(11, "HTML", Buffer.from("<!doctype html><title>404</title>"), /not an OpenPGP message/),
    bad(11, "zeros", Buffer.alloc(400), /not an OpenPGP message/),
    ...[0, 1, 2, 4, 5, 14].map((at) =>
      bad(11, `a bit of byte ${at} of the one-pass packet flipped`, flip(good, at), /./),
    ),
    ...[0, 1, 2, 3, 7].map((at) =>
      bad(11, `a bit of byte ${at} of the literal packet flipped`, flip(good, 15 + at), /./),
    ),
    ...[0, 1, 2, 3, 4, 5, 7].map((at) =>
      bad(
        11,
        `a bit of byte ${at} of the signature packet flipped`,
        flip(good, good.length - signature.whole.length + at),
        /./,
      ),
    ),
    bad(11, "a bit of the digest flipped", flip(good, 150), /not good/),
    bad(11, "a bit of the unprotected key id flipped", flip(good, good.length - 73), /./),
    bad(11, "a bit of the hash's first bits flipped", flip(good, good.length - 69), /not good/),
    bad(11, "the last bit flipped", flip(good, good.length - 1), /not good/),
    bad(11, "cut in the literal", good.subarray(0, 60), /cut off/),
    bad(11, "cut before the last byte", good.subarray(0, -1), /cut off/),
    bad(12, "compressed", gpg.signAs(["--compress-algo", "zip", "--local-user", key, "--sign"], payload), /compressed/),
    bad(12, "compressed by zlib", newPacket(8, join(Buffer.from([2]), deflateSync(good))), /compressed/),
    bad(12, "compressed twice", compress(compress(good)), /compressed/),
    bad(12, "a compression bomb of 60 MB", compress(oldPacketLong(11, Buffer.alloc(60_000_000))), /compressed/),
    bad(12, "compressed inside the message", join(onePass.whole, compress(literal.whole), signature.whole), form),
    bad(13, "partial length", join(onePass.whole, Buffer.from([0xcb, 0xe9]), Buffer.alloc(512), signature.whole), form),
    bad(
      13,
      "indeterminate length",
      join(onePass.whole, Buffer.from([0xaf]), literal.body, signature.whole),
      /indeterminate/,
    ),
    bad(13, "length of four bytes", join(onePass.whole, oldPacketLong(11, literal.body), signature.whole), /oversized/),
    bad(
      13,
      "length longer than needed",
      join(Buffer.from([0x91, 0, onePass.body.length]), onePass.body, literal.whole, signature.whole),
      /shortest/,
    ),
    bad(13, "new-format one-pass packet", join(newPacket(4, onePass.body), literal.whole, signature.whole), form),
    bad(13, "new-format literal packet", join(onePass.whole, newPacket(11, literal.body), signature.whole), form),
    bad(13, "new-format signature packet", join(onePass.whole, literal.whole, newPacket(2, signature.body)), form),
    bad(13, "a marker packet before", join(oldPacket(10, Buffer.from("PGP")), good), /marker/),
    bad(
      13,
      "a marker packet between",
      join(onePass.whole, oldPacket(10, Buffer.from("PGP")), literal.whole, signature.whole),
      form,
    ),
    bad(13, "a padding packet before", join(newPacket(21, Buffer.alloc(8)), good), /padding/),
    bad(13, "a padding packet after", join(good, newPacket(21, Buffer.alloc(8))), /bytes follow/),
    bad(13, "a trust packet after", join(good, oldPacket(12, Buffer.from([0, 0]))), /bytes follow/),
    bad(13, "encrypted by a password", gpg.signAs(["--passphrase", "x", "--symmetric"], payload), /encrypted/),
    bad(
      13,
      "literal with a file name",
      gpg.signAs([...frozen(now()), ...plain, "--set-filename", "x", "--sign"], payload),
      /names a file/,
    ),
    bad(
      13,
      "literal of text",
      gpg.signAs([...frozen(now()), ...plain, "--textmode", "--sign"], payload),
      /old format is needed/,
    ),
    bad(
      13,
      "one-pass packet of another signer",
      join(second[0]?.whole ?? onePass.whole, literal.whole, signature.whole),
      /does not agree/,
    ),
    bad(
      13,
      "unprotected notation",
      join(onePass.whole, literal.whole, oldPacket(2, addUnhashed(signature.body))),
      /nothing protects/,
    ),
    bad(
      13,
      "integer with a leading zero",
      join(onePass.whole, literal.whole, oldPacket(2, padInteger(signature.body))),
      /exact length/,
    ),
    bad(
      13,
      "bytes after the last integer",
      join(onePass.whole, literal.whole, oldPacket(2, join(signature.body, Buffer.from([0])))),
      /last integer/,
    ),
    bad(14, "SHA-1", gpg.sign(key, payload, now(), ["--digest-algo", "SHA1"]), /SHA-1 is not accepted/),
    bad(14, "MD5 claimed", claimHash(onePass.body, literal.whole, signature.body, 1), /MD5 is not accepted/),
    bad(14, "RIPEMD-160", gpg.sign(key, payload, now(), ["--digest-algo", "RIPEMD160"]), /RIPEMD-160 is not accepted/),
    bad(14, "SHA-224", gpg.sign(key, payload, now(), ["--digest-algo", "SHA224"]), /SHA-224 is not accepted/),
    bad(14, "another hash claimed", claimHash(onePass.body, literal.whole, signature.body, 9), /not good/),
    bad(14, "made in the future", gpg.sign(key, payload, now() + 3 * day), /in the future/),
    bad(14, "expired signature", gpg.sign(key, payload, now() - 9 * day, ["--default-sig-expire", "2d"]), /expired/),
    bad(
      15,
      "critical notation",
      gpg.sign(key, payload, now(), ["--sig-notation", "!x@example.invalid=1"]),
      /critical signature subpacket 20/,
    ),
    bad(
      15,
      "critical policy address",
      gpg.sign(key, payload, now(), ["--sig-policy-url", "!https://example.invalid"]),
      /critical signature subpacket 26/,
    ),
    bad(
      15,
      "preferred keyserver",
      gpg.sign(key, payload, now(), ["--sig-keyserver-url", "https://example.invalid"]),
      /subpacket 24 is not known/,
    ),
  ];
}

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function compress(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xa3, 1]), deflateRawSync(bytes)]);
}

function oldPacketLong(tag: number, body: Buffer): Buffer {
  const header = Buffer.from([0x80 | (tag << 2) | 2, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 1);
  return Buffer.concat([header, body]);
}

function hashedEnd(body: Buffer): number {
  return 6 + body.readUInt16BE(4);
}

function addUnhashed(body: Buffer): Buffer {
  const end = hashedEnd(body);
  const notation = Buffer.from([10, 20, 0, 0, 0, 0, 0, 1, 0, 0, 0x78]);
  const area = Buffer.concat([body.subarray(end + 2, end + 12), notation]);
  return Buffer.concat([body.subarray(0, end), Buffer.from([0, area.length]), area, body.subarray(end + 12)]);
}

function padInteger(body: Buffer): Buffer {
  const at = hashedEnd(body) + 14;
  const bits = body.readUInt16BE(at);
  const head = Buffer.from([(bits + 8) >> 8, (bits + 8) & 255, 0]);
  return Buffer.concat([body.subarray(0, at), head, body.subarray(at + 2)]);
}

function claimHash(onePass: Buffer, literal: Buffer, signature: Buffer, hash: number): Buffer {
  const [front, back] = [Buffer.from(onePass), Buffer.from(signature)];
  front[2] = hash;
  back[3] = hash;
  return Buffer.concat([oldPacket(4, front), literal, oldPacket(2, back)]);
}
