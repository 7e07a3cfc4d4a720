/** A named bad input: bytes and what the verdict's reason must mention. `kind` counts the list in docs/trust.md. */
export interface BadCase {
  readonly kind: number;
  readonly name: string;
  readonly bytes: Buffer;
  readonly reason: RegExp;
}

/** Payloads that must be refused although the signature on them is good, made from a right payload. */
export function badPayloads(
  good: string,
  image: string,
): { kind: number; name: string; payload: string | Buffer; reason: RegExp }[] {
  const digest = /sha256:([0-9a-f]{64})/.exec(good)?.[1] ?? "";
  const reference = `docker.io/stagex/${image}:1.2`;
  const change = (kind: number, name: string, from: string, to: string, reason: RegExp) => {
    if (!good.includes(from)) throw new Error(`case '${name}' changes nothing`);
    return { kind, name, payload: good.replace(from, () => to), reason };
  };
  const form = /exact form/;
  const optional = /optional|timestamp/;
  return [
    change(1, "another digest", digest, "0".repeat(64), /signs sha256:0{64}, but the digest/),
    change(
      1,
      "a digest one digit off",
      digest,
      digest.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      /but the digest asked/,
    ),
    change(2, "another repository", "docker.io/stagex", "docker.io/stagey", /signs the name docker.io\/stagey/),
    change(2, "another host", "docker.io/stagex", "quay.io/stagex", /signs the name quay.io/),
    change(2, "name without host", "docker.io/stagex", "stagex", /signs the name stagex/),
    change(2, "another image", reference, "docker.io/stagex/core-zzz:1.2", /signs the name/),
    change(2, "another tag", `${image}:1.2`, `${image}:1.3`, /1\.3, but .*:1\.2 is needed/),
    change(2, "no tag", `${image}:1.2`, image, /signs the name/),
    change(2, "a digest for a tag", `${image}:1.2`, `${image}@sha256:${digest}`, /signs the name/),
    change(2, "a tag and a digest", `${image}:1.2`, `${image}:1.2@sha256:${digest}`, /signs the name/),
    change(
      5,
      "the digest twice",
      `{"docker-manifest-digest"`,
      `{"docker-manifest-digest":"sha256:${digest}","docker-manifest-digest"`,
      form,
    ),
    change(5, "critical twice", `{"critical"`, `{"critical":{},"critical"`, form),
    change(5, "image twice", `"image":`, `"image":{},"image":`, form),
    change(5, "identity twice", `"identity":`, `"identity":{},"identity":`, form),
    change(
      5,
      "an escaped duplicate",
      `{"docker-manifest-digest"`,
      `{"docker-manifest-dige\\u0073t":"x","docker-manifest-digest"`,
      form,
    ),
    change(5, "optional twice", `"optional":{`, `"optional":{},"optional":{`, optional),
    change(5, "timestamp twice", `"timestamp":`, `"timestamp":1,"timestamp":`, /twice/),
    change(6, "unknown member of critical", `"critical":{`, `"critical":{"x":1,`, form),
    change(6, "unknown member of image", `"image":{`, `"image":{"x":1,`, form),
    change(6, "unknown member of identity", `"identity":{`, `"identity":{"x":1,`, form),
    change(6, "unknown member at the top", `{"critical"`, `{"x":1,"critical"`, form),
    { kind: 6, name: "unknown member at the end", payload: good.replace(/\}\}$/, `},"x":1}`), reason: optional },
    change(6, "letter case in critical", `"critical"`, `"Critical"`, form),
    change(6, "letter case in image", `"docker-manifest-digest"`, `"Docker-manifest-digest"`, form),
    change(6, "letter case in identity", `"docker-reference"`, `"docker-Reference"`, form),
    change(6, "letter case of the type", `"atomic container`, `"Atomic container`, /type is 'Atomic/),
    change(6, "another type", `atomic container signature`, `cosign container image signature`, /type is 'cosign/),
    change(6, "type is a number", `"atomic container signature"`, `1`, form),
    { kind: 7, name: "optional missing", payload: good.replace(/,"optional".*/, "}"), reason: form },
    { kind: 7, name: "optional null", payload: good.replace(/"optional".*/, `"optional":null}`), reason: form },
    { kind: 7, name: "optional a list", payload: good.replace(/"optional".*/, `"optional":[]}`), reason: form },
    { kind: 7, name: "timestamp fractional", payload: good.replace(/("timestamp":\d+)/, "$1.5"), reason: optional },
    {
      kind: 7,
      name: "timestamp with an exponent",
      payload: good.replace(/("timestamp":\d+)/, "$1e0"),
      reason: optional,
    },
    {
      kind: 7,
      name: "timestamp a string",
      payload: good.replace(/"timestamp":(\d+)/, `"timestamp":"$1"`),
      reason: optional,
    },
    { kind: 7, name: "timestamp null", payload: good.replace(/"timestamp":\d+/, `"timestamp":null`), reason: optional },
    {
      kind: 7,
      name: "timestamp with a leading zero",
      payload: good.replace(/"timestamp":/, `"timestamp":0`),
      reason: optional,
    },
    { kind: 8, name: "trailing JSON", payload: `${good}{}`, reason: optional },
    { kind: 8, name: "trailing newline", payload: `${good}\n`, reason: optional },
    { kind: 8, name: "trailing NUL", payload: `${good}\0`, reason: optional },
    { kind: 8, name: "trailing comma", payload: good.replace(/\}\}$/, ",}}"), reason: optional },
    { kind: 8, name: "cut off", payload: good.slice(0, -1), reason: optional },
    { kind: 8, name: "a byte-order mark", payload: `\ufeff${good}`, reason: form },
    change(8, "an upper-case digest", digest, digest.toUpperCase(), /signs sha256:[0-9A-F]{64}/),
    change(8, "a sha512 digest", `sha256:${digest}`, `sha512:${digest}${digest}`, /signs sha512/),
    change(8, "a space after a colon", `"critical":`, `"critical": `, form),
    change(8, "a space in optional", `"timestamp":`, `"timestamp": `, optional),
    change(8, "members in another order", `"image":{`, `"image" :{`, form),
    { kind: 8, name: "a leading newline", payload: `\n${good}`, reason: form },
    { kind: 8, name: "UTF-16", payload: Buffer.from(good, "utf16le"), reason: form },
    change(9, "__proto__ in critical", `"critical":{`, `"critical":{"__proto__":{},`, form),
    change(9, "constructor at the top", `{"critical"`, `{"constructor":{},"critical"`, form),
    change(9, "an object in optional", `"timestamp":`, `"__proto__":{"x":1},"timestamp":`, optional),
    change(
      9,
      "nesting of 20000",
      `"timestamp":`,
      `"x":${"[".repeat(20_000)}${"]".repeat(20_000)},"timestamp":`,
      optional,
    ),
    { kind: 9, name: "empty payload", payload: "", reason: /literal packet/ },
    { kind: 9, name: "not JSON", payload: "hello", reason: form },
    { kind: 9, name: "only a list", payload: "[]", reason: form },
  ];
}
