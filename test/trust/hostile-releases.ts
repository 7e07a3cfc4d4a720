/** Releases and logs that differ in one thing from good ones, signed by all who have to, or by nobody where that is the thing. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { releasePath, releaseSignatureDirectory } from "../../dsl/trust/release.js";
import { sha, type Tree } from "./tree.js";

/** A tree with releases 1 and 2, which two people signed; two are needed. */
export interface Released {
  readonly tree: Tree;
  /** Signs release 2 as it is now: its payload by these people, named by their keys. */
  sign(people?: readonly number[], payload?: string): void;
}
type Change = (released: Released) => void;

const second = releasePath(2);
const log = "releases/log.txt";
const text = ({ tree }: Released, path = second): string => readFileSync(join(tree.root, path), "utf8");
const at = ({ tree }: Released, path: string): string => join(tree.root, path);
type Json = Record<string, unknown>;
/** Another text of release 2, which everybody signs. */
const written =
  (change: (text: string) => string | Buffer): Change =>
  (released) => {
    released.tree.put(second, change(text(released)));
    released.sign();
  };
const changed = (change: (release: Json) => Json): Change =>
  written((old) => `${JSON.stringify(change(JSON.parse(old) as Json))}\n`);
const member = (part: Json): Change => changed((release) => ({ ...release, ...part }));
const without = (name: string): Change =>
  changed((release) => Object.fromEntries(Object.entries(release).filter(([each]) => each !== name)));
const image = (part: Json): Change =>
  changed((release) => ({
    ...release,
    images: (release["images"] as Json[]).map((item, index) => (index > 0 ? item : { ...item, ...part })),
  }));
const head = (part: Json): Change =>
  changed((release) => ({ ...release, log: { ...(release["log"] as Json), ...part } }));
const images = (change: (list: Json[]) => unknown): Change =>
  changed((release) => ({ ...release, images: change(release["images"] as Json[]) }));

/** What a release says. */
const said: [string, Change][] = [
  ["of another schema", member({ schema: 2 })],
  ["of a schema that is a text", member({ schema: "1" })],
  ["of number 3 in the second's place", member({ release: 3 })],
  ["of number 0", member({ release: 0 })],
  ["of a number that is a text", member({ release: "2" })],
  ["of number 2.5", member({ release: 2.5 })],
  ["without a number", without("release")],
  ["that follows nothing", member({ previous: null })],
  ["that follows another", member({ previous: sha("another") })],
  [
    "that follows in upper case",
    changed((release) => ({ ...release, previous: String(release["previous"]).toUpperCase() })),
  ],
  ["that follows 63 digits", changed((release) => ({ ...release, previous: String(release["previous"]).slice(1) }))],
  ["without a predecessor's hash", without("previous")],
  ["of another repository", member({ repository: "docker.io/other" })],
  ["of a repository in upper case", member({ repository: "docker.io/Stagex" })],
  ["without a repository", without("repository")],
  ["that ended yesterday", member({ expires: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) })],
  ["that ends on no day", member({ expires: "2089-02-30" })],
  ["that ends at a time of day", member({ expires: "2089-01-01T00:00:00Z" })],
  ["that never ends", without("expires")],
  ["with an unknown member", member({ urgent: true })],
  ["without images in it", images(() => [])],
  ["without images", without("images")],
  ["with images that are an object", images((list) => ({ ...list }))],
  ["with an image twice", images((list) => [...list, list[0]])],
  ["with an image twice, of two digests", images((list) => [...list, { ...list[0], digest: sha("other") }])],
  ["without one of the images", images((list) => list.slice(1))],
  ["with an image that nobody committed", images((list) => [...list, { ...list[0], image: "core-z" }])],
  ["with another digest", image({ digest: sha("other") })],
  ["with a digest in upper case", image({ digest: "A".repeat(64) })],
  ["with a digest that says its algorithm", image({ digest: `sha256:${sha("other")}` })],
  ["with another tag", image({ tag: "1.3" })],
  ["with the tag latest", image({ tag: "latest" })],
  ["with an empty tag", image({ tag: "" })],
  ["with a platform as in payloads", image({ platform: "linux/amd64" })],
  ["with another platform", image({ platform: "linux-arm64" })],
  ["with a name in upper case", image({ image: "core-A" })],
  ["with a name that climbs", image({ image: "../core-a" })],
  ["with an unknown member of an image", image({ size: 1 })],
  ["with a member twice", written((old) => old.replace('"release"', '"release": 9, "release"'))],
  [
    "with a member twice, once behind an escape",
    written((old) => old.replace('"release"', '"r\\u0065lease": 9, "release"')),
  ],
  ["with text behind it", written((old) => `${old}{}`)],
  ["with a byte-order mark", written((old) => `\ufeff${old}`)],
  ["with a NUL behind it", written((old) => `${old}\0`)],
  ["cut off", written((old) => old.slice(0, -5))],
  ["that is empty", written(() => "")],
  ["that is a list", written((old) => `[${old}]`)],
  ["of deep nesting", written((old) => old.replace(/\}\s*$/, `,"x":${"[".repeat(99)}${"]".repeat(99)}}`))],
];

/** Who signed it. */
const signed: [string, Change][] = [
  ["that nobody signed", ({ tree }) => rmSync(join(tree.root, releaseSignatureDirectory(2)), { recursive: true })],
  ["that one of two signed", (released) => released.sign([0])],
  ["that one person signed twice", (released) => (released.sign([0]), again(released))],
  ["that an outsider signed as the second", (released) => released.sign([0, 2])],
  ["that was signed as a policy", (released) => released.sign([0, 1], payload(released).replace("release", "policy"))],
  [
    "that was signed as number 1",
    (released) => released.sign([0, 1], payload(released).replace('"version":2', '"version":1')),
  ],
  [
    "that was signed for another repository",
    (released) => released.sign([0, 1], payload(released).replace("stagex", "other")),
  ],
  ["that was signed with a space", (released) => released.sign([0, 1], payload(released).replace(":{", ": {"))],
  [
    "that was signed with one member more",
    (released) => released.sign([0, 1], payload(released).replace("}}", ',"x":1}}')),
  ],
  ["whose signatures are on the hash alone", (released) => released.sign([0, 1], sha(text(released)))],
  ["whose signatures are on the file", (released) => released.sign([0, 1], text(released))],
  [
    "that was changed by a space after it was signed",
    ({ tree }) => tree.put(second, `${readFileSync(join(tree.root, second), "utf8")} `),
  ],
  [
    "with the signatures of the first",
    (released) => {
      rmSync(at(released, releaseSignatureDirectory(2)), { recursive: true });
      renameSync(at(released, releaseSignatureDirectory(1)), at(released, releaseSignatureDirectory(2)));
    },
  ],
  ["whose signatures lie behind a link", (released) => aside(released, releaseSignatureDirectory(2))],
  ["that is a link", (released) => aside(released, second)],
  ["that is a hard link", (released) => linkSync(at(released, second), at(released, "aside"))],
  ["that is a FIFO", (released) => (rmSync(at(released, second)), void execFileSync("mkfifo", [at(released, second)]))],
  ["that is a folder", (released) => (rmSync(at(released, second)), mkdirSync(at(released, second)))],
  ["below a link for releases", (released) => aside(released, "releases")],
  ["after a first that is gone", (released) => rmSync(at(released, releasePath(1)))],
  [
    "after a first that was changed",
    (released) => released.tree.put(releasePath(1), `${text(released, releasePath(1))} `),
  ],
];
function payload(released: Released): string {
  return `{"release":{"repository":"docker.io/stagex","version":2,"sha256":"${sha(text(released))}"}}`;
}
function again(released: Released): void {
  const directory = releaseSignatureDirectory(2);
  const [name = ""] = execFileSync("ls", [at(released, directory)])
    .toString()
    .split("\n");
  released.tree.put(`${directory}/signature-1`, readFileSync(at(released, `${directory}/${name}`)));
}
function aside(released: Released, path: string): void {
  renameSync(at(released, path), at(released, "aside"));
  symlinkSync(at(released, "aside"), at(released, path));
}

const lines =
  (change: (lines: string[]) => string[]): Change =>
  (released) =>
    released.tree.put(log, `${change(text(released, log).trimEnd().split("\n")).join("\n")}\n`);
const raw =
  (change: (text: string) => string): Change =>
  (released) =>
    writeFileSync(at(released, log), change(text(released, log)), "latin1");

/** What the log is: here the verifier in shell must notice as well. */
export const hostileLogs: [string, Change][] = [
  ["a log that is gone", (released) => rmSync(at(released, log))],
  ["an empty log", raw(() => "")],
  ["a log that is a link", (released) => aside(released, log)],
  ["a log that is a hard link", (released) => linkSync(at(released, log), at(released, "aside"))],
  ["a log that is a folder", (released) => (rmSync(at(released, log)), mkdirSync(at(released, log)))],
  ["a log without its first line", lines((all) => all.slice(1))],
  ["a log without its last line", lines((all) => all.slice(0, -1))],
  ["a log with two lines exchanged", lines(([one, other, ...rest]) => [other!, one!, ...rest])],
  ["a log with a line twice", lines(([one, ...rest]) => [one!, one!, ...rest])],
  ["a log with a line more at its beginning", lines((all) => [`digest linux-amd64 core-z 1 ${sha("z")}`, ...all])],
  ["a log with another digest", lines(([one, ...rest]) => [`${one!.slice(0, -64)}${sha("z")}`, ...rest])],
  ["a log with another tag", lines(([one, ...rest]) => [one!.replace(" 1.2 ", " 1.3 "), ...rest])],
  [
    "a log with another hash of the first release",
    lines((all) => all.map((line) => (line.startsWith("release 1 ") ? `release 1 ${sha("z")}` : line))),
  ],
  ["a log without the first release", lines((all) => all.filter((line) => !line.startsWith("release 1 ")))],
  ["a log that lost its newline at the end", raw((old) => old.slice(0, -1))],
  ["a log with carriage returns", raw((old) => old.replaceAll("\n", "\r\n"))],
  ["a log with an empty line at its end", raw((old) => `${old}\n`)],
  ["a log with an empty line at its beginning", raw((old) => `\n${old}`)],
  ["a log with a space behind a line", raw((old) => old.replace("\n", " \n"))],
  ["a log with a space before a line", raw((old) => ` ${old}`)],
  ["a log with a tab for a space", raw((old) => old.replace(" ", "\t"))],
  ["a log with a NUL in it", raw((old) => old.replace("\n", "\0\n"))],
  ["a log with a byte-order mark", raw((old) => `\xef\xbb\xbf${old}`)],
  ["a log with a comment", raw((old) => `# log\n${old}`)],
  ["a log with a digest in upper case", raw((old) => old.replace(/[0-9a-f]{64}/, (hash) => hash.toUpperCase()))],
  ["a log with a digest of 65 digits", raw((old) => old.replace(/[0-9a-f]{64}/, "0$&"))],
  ["a log with an unknown kind of line", raw((old) => `${old}note x\n`)],
  ["a log with a release 0", raw((old) => `${old}release 0 ${sha("z")}\n`)],
  ["a log with a release 01", raw((old) => `${old}release 01 ${sha("z")}\n`)],
  ["a log with letters of another script", raw((old) => `${old}digest linux-amd64 core-\xd0\xb0 1 ${sha("z")}\n`)],
  // What the signed head says of it.
  ["a head of no leaves", head({ size: 0 })],
  ["a head of minus one leaf", head({ size: -1 })],
  ["a head of half a leaf", head({ size: 2.5 })],
  ["a head of more leaves than there are", head({ size: 99 })],
  [
    "a head of fewer leaves than the root is of",
    changed((release) => ({
      ...release,
      log: { ...(release["log"] as Json), size: Number((release["log"] as Json)["size"]) - 1 },
    })),
  ],
  ["a head with another root", head({ root: sha("root") })],
  [
    "a head with a root in upper case",
    changed((release) => ({
      ...release,
      log: { ...(release["log"] as Json), root: String((release["log"] as Json)["root"]).toUpperCase() },
    })),
  ],
  ["a head with a root cut short", head({ root: "ab" })],
  [
    "a head that is the first release's",
    (released) => {
      const first = JSON.parse(text(released, releasePath(1))) as Json;
      member({ log: first["log"] })(released);
    },
  ],
  ["no head", without("log")],
];

/** All of them, by what they change. */
export const hostileReleases: readonly [string, Change][] = [...said, ...signed].map(([title, change]) => [
  `a release ${title}`,
  change,
]);
