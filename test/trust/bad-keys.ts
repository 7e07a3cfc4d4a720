import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Gpg, frozen, now } from "./gpg.js";
import { armourKey, oldPacket, splitPackets } from "./packets.js";

const day = 86_400;

/** A key whose signatures must not count, the file it has in keys/, and what the reason must mention. */
export interface BadKey {
  readonly kind: number;
  readonly name: string;
  readonly fingerprint: string;
  readonly file: string;
  readonly signature: (payload: string) => Buffer;
  readonly reason: RegExp;
}

/** Makes one key per way in which a key can be unfit. */
export function badKeys(gpg: Gpg): BadKey[] {
  return [
    weak(gpg, "rsa1024", /RSA key of 1024 bits/),
    weak(gpg, "dsa2048", /algorithm 17|not accepted/),
    weak(gpg, "brainpoolP256r1", /not accepted|not good/),
    weak(gpg, "secp256k1", /not accepted|not good/),
    expired(gpg),
    signedAfterExpiry(gpg),
    ...(["no reason", "compromised", "superseded", "retired"] as const).map((why, index) => revoked(gpg, why, index)),
    subkeyRevoked(gpg),
    subkeyWithoutSignFlag(gpg),
    subkeyWithoutBackSignature(gpg),
    subkeyOfAnother(gpg),
    adoptedWithoutBackSignature(gpg),
    misnamed(gpg),
  ];
}

function entry(
  gpg: Gpg,
  kind: number,
  name: string,
  fingerprint: string,
  reason: RegExp,
  change: Partial<BadKey> = {},
): BadKey {
  return {
    kind,
    name,
    fingerprint,
    reason,
    file: gpg.exportKey(fingerprint),
    signature: (payload) => gpg.sign(fingerprint, payload),
    ...change,
  };
}

function weak(gpg: Gpg, algorithm: string, reason: RegExp): BadKey {
  const fingerprint = gpg.makeKey(`weak ${algorithm}`, algorithm);
  return entry(gpg, 14, `a key of ${algorithm}`, fingerprint, reason);
}

// gpg refuses to sign with an expired key, so both signatures are made under an earlier clock.
function expired(gpg: Gpg): BadKey {
  const fingerprint = gpg.makeKey("expired", "ed25519", "10d", now() - 30 * day);
  return entry(gpg, 16, "a key expired before it signed", fingerprint, /not good: .*expired|outside|expired/i, {
    signature: (payload) => extendAndSign(gpg, fingerprint, payload),
  });
}

function extendAndSign(gpg: Gpg, fingerprint: string, payload: string): Buffer {
  gpg.run(["--quick-set-expire", fingerprint, "0"]);
  return gpg.sign(fingerprint, payload, now() - day);
}

function signedAfterExpiry(gpg: Gpg): BadKey {
  const fingerprint = gpg.makeKey("not yet valid", "ed25519", "never", now() + 5 * day);
  return entry(gpg, 16, "a key made in the future", fingerprint, /./, {
    signature: (payload) => gpg.sign(fingerprint, payload, now() + 6 * day),
  });
}

function revoked(gpg: Gpg, why: string, code: number): BadKey {
  const fingerprint = gpg.makeKey(`revoked ${why}`, "ed25519", "never", now() - 30 * day);
  const signature = (payload: string): Buffer => gpg.sign(fingerprint, payload, now() - 20 * day);
  return {
    kind: 16,
    name: `a key revoked, ${why}, after it signed`,
    fingerprint,
    reason: /revoked/,
    get file() {
      return revocation(gpg, fingerprint, code);
    },
    signature,
  };
}

function revocation(gpg: Gpg, fingerprint: string, code: number): string {
  const certificate = readFileSync(join(gpg.home, "openpgp-revocs.d", `${fingerprint}.rev`), "utf8").replace(
    /^[^]*\n:(-----BEGIN)/,
    "$1",
  );
  const made = code === 0 ? certificate : interactive(gpg, ["--gen-revoke", fingerprint], ["y", String(code), "", "y"]);
  gpg.run(["--import"], made);
  return gpg.exportKey(fingerprint);
}

// Batch mode has no way to state a reason; --command-fd answers the questions instead.
function interactive(gpg: Gpg, args: readonly string[], answers: readonly string[], time = now()): string {
  return gpg
    .run(
      [...frozen(time), "--no-batch", "--expert", "--yes", "--armor", "--command-fd", "0", ...args],
      `${answers.join("\n")}\n`,
    )
    .toString();
}

function withSubkey(gpg: Gpg, name: string, algorithm = "ed25519"): { primary: string; subkey: string } {
  gpg.run([...frozen(now() - 30 * day), "--quick-gen-key", name, algorithm, "cert", "never"]);
  const primary =
    /^fpr:+([0-9A-F]{40}):/m.exec(gpg.run(["--with-colons", "--list-keys", `=${name}`]).toString())?.[1] ?? "";
  gpg.run([...frozen(now() - 29 * day), "--quick-add-key", primary, algorithm, "sign", "never"]);
  const prints = [
    ...gpg
      .run(["--with-colons", "--list-keys", `=${name}`])
      .toString()
      .matchAll(/^fpr:+([0-9A-F]{40}):/gm),
  ];
  return { primary, subkey: prints[1]?.[1] ?? "" };
}

function subkeyRevoked(gpg: Gpg): BadKey {
  const { primary, subkey } = withSubkey(gpg, "subkey revoked");
  return {
    kind: 16,
    name: "a signing subkey revoked after it signed",
    fingerprint: primary,
    reason: /revoked/,
    signature: (payload) => gpg.sign(`${subkey}!`, payload, now() - 20 * day),
    get file() {
      interactive(gpg, ["--edit-key", primary], ["key 1", "revkey", "y", "0", "", "y", "save"]);
      return gpg.exportKey(primary);
    },
  };
}

function subkeyWithoutSignFlag(gpg: Gpg): BadKey {
  const { primary, subkey } = withSubkey(gpg, "subkey not for signing", "rsa2048");
  return {
    kind: 17,
    name: "a subkey without the sign flag",
    fingerprint: primary,
    reason: /not good/,
    signature: (payload) => gpg.sign(`${subkey}!`, payload, now() - 20 * day),
    get file() {
      interactive(gpg, ["--edit-key", primary], ["key 1", "change-usage", "s", "a", "q", "save"], now() - 25 * day);
      return gpg.exportKey(primary);
    },
  };
}

function subkeyWithoutBackSignature(gpg: Gpg): BadKey {
  const { primary, subkey } = withSubkey(gpg, "subkey without back-signature");
  const file = armourKey(stripBackSignature(gpg.run(["--export", primary])));
  return {
    kind: 17,
    name: "a subkey without back-signature",
    fingerprint: primary,
    reason: /Missing embedded signature/,
    file,
    signature: (payload) => gpg.sign(`${subkey}!`, payload),
  };
}

/** Drops the embedded back-signature (subpacket 32), which gpg leaves unprotected, from every subkey binding. */
function stripBackSignature(key: Buffer): Buffer {
  return Buffer.concat(
    splitPackets(key).map(({ tag, body, whole }) => {
      if (tag !== 2 || body[1] !== 0x18) return whole;
      const end = 6 + body.readUInt16BE(4);
      const unhashed = body.readUInt16BE(end);
      const issuer = body.indexOf(Buffer.from([9, 16]), end + 2);
      return oldPacket(
        2,
        Buffer.concat([
          body.subarray(0, end),
          Buffer.from([0, 10]),
          body.subarray(issuer, issuer + 10),
          body.subarray(end + 2 + unhashed),
        ]),
      );
    }),
  );
}

/** The attacker's primary followed by a victim's subkey and the binding the victim made. */
function subkeyOfAnother(gpg: Gpg): BadKey {
  const { primary: victim, subkey } = withSubkey(gpg, "victim");
  const thief = gpg.makeKey("thief");
  const packets = splitPackets(gpg.run(["--export", victim]));
  const stolen = packets.slice(packets.findIndex((packet) => packet.tag === 14)).map((packet) => packet.whole);
  const file = armourKey(Buffer.concat([gpg.run(["--export", thief]), ...stolen]));
  return {
    kind: 17,
    name: "a subkey bound to another primary",
    fingerprint: thief,
    reason: /not good|no part of/,
    file,
    signature: (payload) => gpg.sign(`${subkey}!`, payload),
  };
}

/** One key with the id of another's subkey: bound anew by a primary that cannot make the subkey's back-signature. */
function adoptedWithoutBackSignature(gpg: Gpg): BadKey {
  const { subkey } = withSubkey(gpg, "lender");
  const listing = gpg.run(["--with-colons", "--with-keygrip", "--list-keys", "=lender"]).toString();
  const grip = new RegExp(`^fpr:+${subkey}:\\ngrp:+([0-9A-F]{40}):`, "m").exec(listing)?.[1] ?? "";
  const thief = gpg.makeKey("adopter", "ed25519", "never", now() - 30 * day);
  // The fingerprint covers the time at which the subkey was made, so the clock must say the same.
  const made = Number(/^sub:(?:[^:]*:){4}(\d+):/m.exec(listing)?.[1] ?? 0);
  interactive(gpg, ["--edit-key", thief], ["addkey", "13", grip, "q", "0", "y", "save"], made);
  const file = armourKey(stripBackSignature(gpg.run(["--export", thief])));
  return {
    kind: 18,
    name: "a key with a colliding key id",
    fingerprint: thief,
    reason: /Missing embedded signature/,
    file,
    signature: (payload) => gpg.sign(`${subkey}!`, payload),
  };
}

function misnamed(gpg: Gpg): BadKey {
  const [named, held] = [gpg.makeKey("named"), gpg.makeKey("held")];
  return {
    kind: 18,
    name: "a key file named by another fingerprint",
    fingerprint: named,
    reason: /does not list/,
    file: gpg.exportKey(held),
    signature: (payload) => gpg.sign(held, payload),
  };
}
