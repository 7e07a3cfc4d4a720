import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate for 127.0.0.1 that signs itself, and its private key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

// DER tags (X.690, section 8).
const integer = 0x02,
  bitString = 0x03,
  octetString = 0x04,
  utf8 = 0x0c,
  time = 0x17,
  sequence = 0x30,
  set = 0x31;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const commonName = hex("0603550403"),
  subjectAltName = hex("0603551d11"),
  basicConstraints = hex("0603551d13");
const ecdsaWithSha256 = der(sequence, hex("06082a8648ce3d040302"));

function utcTime(offsetDays: number): Buffer {
  const date = new Date(Date.now() + offsetDays * 86_400_000).toISOString();
  return der(time, Buffer.from(`${date.replace(/[-:T]/g, "").slice(2, 14)}Z`));
}

function extensions(): Buffer {
  const address = der(sequence, der(0x87, Buffer.from([127, 0, 0, 1])));
  const authority = der(sequence, hex("0101ff"));
  return der(
    sequence,
    der(sequence, subjectAltName, der(octetString, address)),
    der(sequence, basicConstraints, der(octetString, authority)),
  );
}

function toBeSigned(publicKey: Buffer): Buffer {
  const name = der(sequence, der(set, der(sequence, commonName, der(utf8, Buffer.from("loopback test")))));
  const serial = der(integer, Buffer.from([1]), randomBytes(7));
  return der(
    sequence,
    der(0xa0, der(integer, Buffer.from([2]))),
    serial,
    ecdsaWithSha256,
    name,
    der(sequence, utcTime(-1), utcTime(1)),
    name,
    publicKey,
    der(0xa3, extensions()),
  );
}

/** Makes a certificate (RFC 5280, section 4.1) that is valid from yesterday to tomorrow. */
export function selfSigned(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const body = toBeSigned(publicKey.export({ type: "spki", format: "der" }));
  const signature = der(bitString, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = der(sequence, body, ecdsaWithSha256, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
