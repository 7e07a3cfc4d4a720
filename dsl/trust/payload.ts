import { printable } from "./problem.js";

/** What a signature on an image must say. */
export interface Claim {
  /** Full name without tag: `docker.io/stagex/core-zlib`. */
  readonly name: string;
  readonly tag: string;
  /** `linux/amd64`. */
  readonly platform: string;
  /** 64 lower-case hexadecimal digits of the per-platform manifest's SHA-256. */
  readonly digest: string;
}

/** Writes the payload of a container signature (containers-signature(5)), in its one form. `timestamp` is in seconds. */
export function writePayload(claim: Claim, timestamp: number): string {
  return `${payloadPrefix(claim)}"creator":"stagex 1","platform":"${claim.platform}","timestamp":${timestamp}}}`;
}

/** The bytes every payload for this claim begins with: all that is critical, up to the first member of `optional`. */
export function payloadPrefix(claim: Claim): string {
  return `{"critical":{"identity":{"docker-reference":"${claim.name}:${claim.tag}"},"image":{"docker-manifest-digest":"sha256:${claim.digest}"},"type":"atomic container signature"},"optional":{`;
}

/**
 * Checks a payload whose signature is already known to be good against the claim it should make.
 * @returns the reason for refusing it, naming both values, or undefined when it is right.
 */
export function refusePayload(payload: Buffer, claim: Claim): string | undefined {
  const text = payload.toString("latin1");
  const prefix = payloadPrefix(claim);
  if (!text.startsWith(prefix)) return explainDifference(text, claim);
  return refuseOptional(text.slice(prefix.length), claim.platform);
}

/** What a signature is for that names no platform, as those made by podman and skopeo. */
const platformUnsaid = "linux/amd64";

const anyPayload =
  /^\{"critical":\{"identity":\{"docker-reference":"([^"\\]*)"\},"image":\{"docker-manifest-digest":"([^"\\]*)"\},"type":"([^"\\]*)"\},"optional":\{/;

function explainDifference(text: string, claim: Claim): string {
  const found = anyPayload.exec(text);
  if (found === null) return explainForm(text, payloadPrefix(claim));
  const [, reference = "", digest = "", type = ""] = found;
  if (digest !== `sha256:${claim.digest}`)
    return `signs ${printable(digest)}, but the digest asked for is sha256:${claim.digest}`;
  if (type !== "atomic container signature") return `type is '${printable(type)}', not 'atomic container signature'`;
  return `signs the name ${printable(reference)}, but ${claim.name}:${claim.tag} is needed`;
}

function explainForm(text: string, prefix: string): string {
  let at = 0;
  while (at < text.length && text[at] === prefix[at]) at += 1;
  const near = (from: string): string => printable(from.slice(at, at + 24));
  return `payload does not have the exact form: byte ${at} should begin '${near(prefix)}', found '${near(text)}'`;
}

const optionalMember = /"([^"\\\u0000-\u001f\u007f]*)":("[^"\\\u0000-\u001f\u007f]*"|-?(?:0|[1-9][0-9]*))(?=[,}])/y;

/** Members of `optional`: any names, each once; plain strings or integers, `timestamp` an integer, `platform` the right one. */
function refuseOptional(tail: string, platform: string): string | undefined {
  const names = new Map<string, string>();
  let at = 0;
  while (tail.slice(at) !== "}}") {
    optionalMember.lastIndex = at;
    const [all, name, value] = optionalMember.exec(tail) ?? [];
    if (all === undefined || name === undefined)
      return `payload: not a plain member of 'optional' at '${printable(tail.slice(at, at + 24))}'`;
    if (names.has(name)) return `payload: member '${printable(name)}' of 'optional' is there twice`;
    if (name === "timestamp" && value?.startsWith('"') !== false) return "payload: timestamp is not an integer";
    names.set(name, value ?? "");
    at += all.length;
    if (tail[at] === "," && tail[at + 1] === '"') at += 1;
    else if (tail.slice(at) !== "}}")
      return `payload: text after the end of 'optional': '${printable(tail.slice(at, at + 24))}'`;
  }
  const signed = names.get("platform") ?? `"${platformUnsaid}"`;
  return signed === `"${platform}"` ? undefined : `signs platform ${printable(signed)}, but ${platform} is needed`;
}
