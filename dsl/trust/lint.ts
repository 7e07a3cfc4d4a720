import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { kindOf, listUntrusted, readUntrusted, sha256 } from "./files.js";
import { fromTree } from "./files.js";
import { keyHistory, keyPath, readKeyFile, refuseAlgorithm } from "./keys.js";
import { MessageError, parseMessage } from "./message.js";
import { printable, type Problem } from "./problem.js";
import { signatureLimit } from "./signature.js";
import { listSignatures } from "./signatures.js";

const plainName = /^[A-Za-z0-9][A-Za-z0-9._@=-]{0,254}$/;
const imageDirectory = /^([a-z0-9][a-z0-9._-]*)@sha256=([0-9a-f]{64})$/;

/**
 * Finds what a pull request must not bring into signatures/ and keys/: anything but plain files of the right name and
 * form. One file that podman cannot read makes it refuse the whole image, so a single one is a denial of service.
 * It needs no policy: it judges form, not trust.
 */
export async function lintSignatures(root: string): Promise<{ checked: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  const files: string[] = [];
  await walk(root, "signatures", files, problems);
  await walk(root, "keys", files, problems);
  for (const directory of new Set(
    files.filter((path) => path.startsWith("signatures/")).map((path) => path.slice(0, path.lastIndexOf("/"))),
  )) {
    problems.push(...(await lintDirectory(root, directory)));
  }
  for (const path of files) problems.push(...(await lintFile(root, path)));
  return { checked: files.length, problems: problems.sort((one, other) => (one.path < other.path ? -1 : 1)) };
}

function problem(path: string, message: string, hint?: string): Problem {
  return { code: path.startsWith("keys") ? "E502" : "E503", path, message, ...(hint === undefined ? {} : { hint }) };
}

async function walk(root: string, directory: string, files: string[], problems: Problem[]): Promise<void> {
  const top = await lstat(join(root, directory)).catch(() => undefined);
  if (top === undefined) return;
  if (!top.isDirectory()) return void problems.push(problem(directory, `must be a directory, is ${kindOf(top)}`));
  const folded = new Map<string, string>();
  for (const name of await listUntrusted(root, directory)) {
    const path = `${directory}/${name}`;
    if (!plainName.test(name)) {
      problems.push(
        problem(
          path,
          `name '${printable(name)}' has characters other than A-Z a-z 0-9 . _ @ = - or begins with one of the last six`,
        ),
      );
      continue;
    }
    const twin = folded.get(name.toLowerCase());
    if (twin !== undefined)
      problems.push(problem(path, `differs from ${twin} in letter case only; some file systems hold one of them`));
    folded.set(name.toLowerCase(), name);
    const stats = await lstat(join(root, path));
    if (stats.isDirectory() && name.startsWith("signature-"))
      problems.push(problem(path, "is a directory; only regular files are allowed"));
    else if (stats.isDirectory()) await walk(root, path, files, problems);
    else if (!stats.isFile()) problems.push(problem(path, `is ${kindOf(stats)}; only regular files are allowed`));
    else if (stats.nlink !== 1) problems.push(problem(path, `has ${stats.nlink} hard links`));
    else files.push(path);
  }
}

async function lintDirectory(root: string, directory: string): Promise<Problem[]> {
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  if (!imageDirectory.test(name))
    return [problem(directory, `'${name}' is not of the form <image>@sha256=<64 lower-case hexadecimal digits>`)];
  const listing = await listSignatures(root, directory);
  return listing.refused.map((file) => problem(`${directory}/${file.name}`, file.reason));
}

async function lintFile(root: string, path: string): Promise<Problem[]> {
  if (path.startsWith("signatures/")) return lintSignature(root, path, path.split("/").at(-2) ?? "");
  if (/^keys\/history\/[1-9][0-9]*\.signatures\/(signature-[1-9][0-9]*|[0-9A-F]{40}\.sig)$/.test(path))
    return lintMessage(root, path);
  if (/^keys\/(README\.md|policy\.json|history\/[1-9][0-9]*\.json)$/.test(path)) return [];
  if (path.startsWith(`${keyHistory}/`) && path.endsWith(".asc")) return lintEarlierKey(root, path);
  const fingerprint = /^keys\/([0-9A-F]{40})\.asc$/.exec(path)?.[1];
  if (fingerprint === undefined)
    return [
      problem(
        path,
        "nothing of this name belongs here",
        "keys are named <40 upper-case hexadecimal digits of the primary fingerprint>.asc",
      ),
    ];
  const read = await readKeyFile(fromTree(root), fingerprint);
  if ("refused" in read) return [problem(keyPath(fingerprint), read.refused)];
  const weakness = refuseAlgorithm(read.key.getAlgorithmInfo());
  return weakness === undefined ? [] : [problem(path, weakness)];
}

/** An earlier copy of a key file is named by its own hash. */
async function lintEarlierKey(root: string, path: string): Promise<Problem[]> {
  const read = await readUntrusted(root, path, 1 << 18);
  if ("refused" in read) return [problem(path, read.refused)];
  const found = `${keyHistory}/${sha256(read.bytes)}.asc`;
  return found === path ? [] : [problem(path, `must be called ${found}`)];
}

async function lintMessage(root: string, path: string): Promise<Problem[]> {
  const payload = await readPayload(root, path);
  return "refused" in payload ? [problem(path, payload.refused)] : [];
}

async function readPayload(root: string, path: string): Promise<{ text: string } | { refused: string }> {
  const read = await readUntrusted(root, path, signatureLimit);
  if ("refused" in read) return read;
  try {
    return { text: parseMessage(read.bytes).payload.toString("latin1") };
  } catch (error) {
    if (error instanceof MessageError) return { refused: error.message };
    throw error;
  }
}

async function lintSignature(root: string, path: string, directory: string): Promise<Problem[]> {
  const [, image = "", digest = ""] = imageDirectory.exec(directory) ?? [];
  if (digest === "") return [];
  const payload = await readPayload(root, path);
  if ("refused" in payload)
    return [
      problem(
        path,
        payload.refused,
        "`defs signatures import` takes what other tools write; podman refuses the whole image because of one such file",
      ),
    ];
  const repository = path.split("/").slice(1, -2).join("/");
  const reference = `[a-z0-9.:-]+/${escaped(repository)}/${escaped(image)}:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`;
  const identity = `"identity":\\{"docker-reference":"${reference}"\\},"image":\\{"docker-manifest-digest":"sha256:${digest}"\\}`;
  const expected = new RegExp(`^\\{"critical":\\{${identity},"type":"atomic container signature"\\},"optional":\\{`);
  return expected.test(payload.text)
    ? []
    : [
        problem(
          path,
          `signs something else than ${repository}/${image} at sha256:${digest}: '${printable(payload.text, 160)}'`,
        ),
      ];
}

function escaped(text: string): string {
  return text.replaceAll(/[.+*?^${}()|[\]\\]/g, "\\$&");
}
