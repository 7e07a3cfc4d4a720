/** Trees that differ in one thing from a good one: names, key files, digests and the graph. Both verifiers must say no. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Tree } from "./tree.js";

/** A good tree of core-a and core-b, which two signers signed, in files that are named by their keys. */
export interface Place {
  readonly tree: Tree;
  readonly keys: readonly [one: string, two: string, three: string];
}
type Change = (place: Place) => void;

const graph = "generated/graph.json";
const digests = "digests/linux-amd64/core.txt";
const at = ({ tree }: Place, path: string): string => join(tree.root, path);
/** Path of the signature file of a signer, below the root. */
export const signatureOf = ({ tree, keys }: Place, image: string, signer: 0 | 1 | 2): string =>
  `${dirname(tree.path(image, 1))}/${keys[signer]}.sig`;
const rename =
  (from: (place: Place) => string, to: (place: Place, from: string) => string): Change =>
  (place) => {
    const path = from(place);
    mkdirSync(dirname(at(place, to(place, path))), { recursive: true });
    renameSync(at(place, path), at(place, to(place, path)));
  };
const edit =
  (path: string, change: (text: string) => string): Change =>
  (place) => {
    const text = readFileSync(at(place, path), "latin1");
    const changed = change(text);
    if (changed === text) throw new Error(`${path} is not changed`);
    writeFileSync(at(place, path), changed, "latin1");
  };
const second = (place: Place): string => signatureOf(place, "core-a", 1);
const named = (change: (name: string) => string): Change =>
  rename(second, (_place, path) => `${dirname(path)}/${change(path.slice(path.lastIndexOf("/") + 1))}`);
const folder = (change: (path: string) => string): Change =>
  rename(
    (place) => dirname(second(place)),
    (_place, path) => change(path),
  );

/** What is wrong with names in signatures/: core-a is then short of a signature. */
const names: [string, Change][] = [
  ["a signature under another signer's name", (place) => named(() => `${place.keys[2]}.sig`)(place)],
  ["a signature under its signer's name in lower case", named((name) => name.toLowerCase())],
  ["a signature whose name ends in .SIG", named((name) => name.replace("sig", "SIG"))],
  ["a signature whose name ends twice", named((name) => `${name}.sig`)],
  ["a signature under 39 digits", named((name) => name.slice(1))],
  ["a signature under 41 digits", named((name) => `0${name}`)],
  ["a signature under the key's id", named((name) => name.slice(24))],
  ["a signature without an ending", named((name) => name.slice(0, 40))],
  ["a signature behind a space", named((name) => ` ${name}`)],
  ["a signature with a newline behind its name", named((name) => `${name}\n`)],
  ["a signature with a newline before its name", named((name) => `\n${name}`)],
  ["a hidden signature", named((name) => `.${name}`)],
  ["a signature of number 2 without a first", named(() => "signature-2")],
  ["a signature of number 1e0", named(() => "signature-1e0")],
  ["a signature of number +1", named(() => "signature-+1")],
  [
    "one signer's signature under both kinds of names",
    (place) => (
      rmSync(at(place, second(place))),
      copyFileSync(at(place, signatureOf(place, "core-a", 0)), at(place, place.tree.path("core-a", 1)))
    ),
  ],
  ["a folder of signatures with a colon", folder((path) => path.replace("sha256=", "sha256:"))],
  ["a folder of signatures in upper case", folder((path) => path.replace(/=(.*)$/, (all) => all.toUpperCase()))],
  ["a folder of signatures for a shorter digest", folder((path) => path.slice(0, -1))],
  ["a folder of signatures for another hash", folder((path) => path.replace("sha256", "sha512"))],
  ["a folder of signatures of another repository", folder((path) => path.replace("stagex", "other"))],
  ["a folder of signatures that names the host", folder((path) => path.replace("stagex", "docker.io/stagex"))],
  ["a folder of signatures one level below", folder((path) => path.replace("stagex", "stagex/stagex"))],
  ["a folder of signatures with a slash's look", folder((path) => path.replace("stagex/", "stagex\u2215"))],
  [
    "signatures of two images exchanged",
    (place) => {
      const [one, other] = ["core-a", "core-b"].map((image) => dirname(place.tree.path(image, 1))) as [string, string];
      renameSync(at(place, one), at(place, "aside"));
      renameSync(at(place, other), at(place, one));
      renameSync(at(place, "aside"), at(place, other));
    },
  ],
  [
    "two names of one file",
    (place) => (
      rmSync(at(place, second(place))), linkSync(at(place, signatureOf(place, "core-a", 0)), at(place, second(place)))
    ),
  ],
  [
    "a signature that is a link to itself",
    (place) => (rmSync(at(place, second(place))), symlinkSync(`${place.keys[1]}.sig`, at(place, second(place)))),
  ],
  ["a signature that is a folder", (place) => (rmSync(at(place, second(place))), mkdirSync(at(place, second(place))))],
  [
    "a signature of 10 GB of nothing",
    (place) => void execFileSync("truncate", ["-s", "10G", at(place, second(place))]),
  ],
];

const line = (change: (first: string, rest: string) => string): Change =>
  edit(digests, (text) => change(text.slice(0, text.indexOf("\n")), text.slice(text.indexOf("\n") + 1)));
const lists: [string, Change][] = [
  ["a tab between digest and name", edit(digests, (text) => text.replace(" ", "\t"))],
  ["a space at the end of a line", line((first, rest) => `${first} \n${rest}`)],
  ["a space before a digest", edit(digests, (text) => ` ${text}`)],
  ["a digest of 65 digits", edit(digests, (text) => `0${text}`)],
  ["a digest of 128 digits", line((first, rest) => `${first.slice(0, 64)}${first}\n${rest}`)],
  ["a digest with its algorithm", edit(digests, (text) => `sha256:${text}`)],
  ["a digest with a letter g", edit(digests, (text) => `g${text.slice(1)}`)],
  ["a digest of zeros", edit(digests, (text) => "0".repeat(64) + text.slice(64))],
  ["a vertical tab", line((first, rest) => `${first}\v\n${rest}`)],
  ["a form feed for a newline", line((first, rest) => `${first}\f${rest}`)],
  ["a carriage return for a newline", line((first, rest) => `${first}\r${rest}`)],
  ["a comment", edit(digests, (text) => `# digests\n${text}`)],
  ["a third word", line((first, rest) => `${first} 1.2\n${rest}`)],
  ["a line continued", line((first, rest) => `${first}\\\n${rest}`)],
  ["a byte-order mark before a digest", edit(digests, (text) => `\xef\xbb\xbf${text}`)],
  ["an empty line at the end", edit(digests, (text) => `${text}\n`)],
  ["a NUL for a newline at the end", edit(digests, (text) => `${text.slice(0, -1)}\0`)],
  ["a name with a tag", line((first, rest) => `${first}:1.2\n${rest}`)],
  ["a name in upper case", line((first, rest) => `${first.replace("core-a", "core-A")}\n${rest}`)],
  [
    "a name that is another in bytes alone",
    line((first, rest) => `${first.replace("core-a", "core-\xd0\xb0")}\n${rest}`),
  ],
  [
    "a stage's images in another stage's file",
    rename(
      () => digests,
      () => "digests/linux-amd64/user.txt",
    ),
  ],
  [
    "a platform in upper case",
    rename(
      () => "digests/linux-amd64",
      () => "digests/Linux-amd64",
    ),
  ],
  [
    "a platform with a slash",
    rename(
      () => "digests/linux-amd64",
      () => "digests/linux/amd64",
    ),
  ],
  [
    "digests that are a link to themselves",
    (place) => (rmSync(at(place, digests)), symlinkSync("core.txt", at(place, digests))),
  ],
  ["digests of 5 MB", edit(digests, (text) => text + `${"0".repeat(64)} core-c\n`.repeat(70_000))],
];

const inGraph = (from: string | RegExp, to: string): Change => edit(graph, (text) => text.replace(from, to));
const graphs: [string, Change][] = [
  ["a version with a space", inGraph('"version":"1.2"', '"version":"1.2 "')],
  ["a version that begins with a space", inGraph('"version":"1.2"', '"version":" 1.2"')],
  ["a name that is an object", inGraph('"name":"core-a"', '"name":{"x":"core-a"}')],
  ["a stage that is an object", inGraph('"stage":"core"', '"stage":{"x":"core"}')],
  ["a name with a space behind it", inGraph('"name":"core-a"', '"name":"core-a "')],
  ["a version of 129 letters", inGraph('"version":"1.2"', `"version":"${"1".repeat(129)}"`)],
  ["an empty version", inGraph('"version":"1.2"', '"version":""')],
  ["a version that is a number", inGraph('"version":"1.2"', '"version":12')],
  ["a version that is a list", inGraph('"version":"1.2"', '"version":["1.2"]')],
  ["a version of other letters", inGraph('"version":"1.2"', '"version":"1.\xd9\xa2"')],
  ["another version", inGraph('"version":"1.2"', '"version":"1.20"')],
  ["no version", inGraph('"version":"1.2"', '"version":null')],
  ["a version twice", inGraph('"version":"1.2"', '"version":"1.2","version":"1.3"')],
  ["a version behind an escape", inGraph('"version":"1.2"', '"version":"1\\u002e2"')],
  ["platforms that are none", inGraph('["linux/amd64"]', "[]")],
  ["a platform that is a text", inGraph('["linux/amd64"]', '"linux/amd64"')],
  ["a platform without a slash", inGraph('["linux/amd64"]', '["linux-amd64"]')],
  ["a platform with a slash before it", inGraph('["linux/amd64"]', '["/linux/amd64"]')],
  ["a platform with a space behind it", inGraph('["linux/amd64"]', '["linux/amd64 "]')],
  ["a platform in other case", inGraph('["linux/amd64"]', '["Linux/amd64"]')],
  ["a platform that climbs", inGraph('["linux/amd64"]', '["linux/../amd64"]')],
  ["a platform twice", inGraph('["linux/amd64"]', '["linux/amd64","linux/amd64"]')],
  ["platforms in platforms", inGraph('["linux/amd64"]', '[["linux/amd64"]]')],
  ["an image without deps", inGraph(',"deps":[]', "")],
  ["deps that are an object", inGraph('"deps":[]', '"deps":{}')],
  ["deps that are numbers", inGraph('"deps":[]', '"deps":[1]')],
  ["a name that is a number", inGraph('"name":"core-a"', '"name":1')],
  ["a name that climbs", inGraph('"name":"core-a"', '"name":"core-../a"')],
  ["a name with an empty rest", inGraph('"name":"core-a"', '"name":"core-"')],
  ["a name of 200 letters", inGraph('"name":"core-a"', `"name":"core-${"a".repeat(200)}"`)],
  ["an image without a name", inGraph('"name":"core-a",', "")],
  ["an image without a stage", inGraph('"stage":"core",', "")],
  [
    "images that are an object",
    edit(graph, (text) => text.replace('"images":[', '"images":{"0":').replace(/\]\}$/, "}}")),
  ],
  ["images that are null", edit(graph, () => '{"schema":1,"images":null}')],
  ["no images", edit(graph, () => '{"schema":1}')],
  ["a schema that is a text", inGraph('"schema":1', '"schema":"1"')],
  ["a schema of 1.0", inGraph('"schema":1', '"schema":1.0')],
  ["no schema", inGraph('"schema":1,', "")],
  ["a graph that is a list", edit(graph, (text) => `[${text}]`)],
  ["a graph with a comma too many", edit(graph, (text) => text.replace(/\}$/, ",}"))],
  ["a graph with a byte-order mark", edit(graph, (text) => `\xef\xbb\xbf${text}`)],
  ["a graph cut off", edit(graph, (text) => text.slice(0, -2))],
  ["an empty graph", edit(graph, () => "")],
  ["a graph of deep nesting", edit(graph, (text) => text.replace(/\}$/, `,"x":${"[".repeat(99)}${"]".repeat(99)}}`))],
];

const key = (place: Place): string => `keys/${place.keys[1]}.asc`;
/** Key files that the policy pins as they are, so that only their form can give them away. */
const keyFiles: [string, Change][] = [
  [
    "with carriage returns",
    (place) => (edit(key(place), (text) => text.replaceAll("\n", "\r\n"))(place), place.tree.pin()),
  ],
  ["with text before it", (place) => (edit(key(place), (text) => `mine\n${text}`)(place), place.tree.pin())],
  ["with text behind it", (place) => (edit(key(place), (text) => `${text}mine\n`)(place), place.tree.pin())],
  ["without a newline at its end", (place) => (edit(key(place), (text) => text.slice(0, -1))(place), place.tree.pin())],
  [
    "said to be a message",
    (place) => (edit(key(place), (text) => text.replaceAll("PUBLIC KEY BLOCK", "MESSAGE"))(place), place.tree.pin()),
  ],
  [
    "with another sum",
    (place) => (edit(key(place), (text) => text.replace(/^=..../m, "=AAAA"))(place), place.tree.pin()),
  ],
  [
    "of another person",
    (place) => (copyFileSync(at(place, `keys/${place.keys[2]}.asc`), at(place, key(place))), place.tree.pin()),
  ],
  ["under a name in lower case", (place) => rename(key, (each) => `keys/${each.keys[1].toLowerCase()}.asc`)(place)],
  ["in a folder below", (place) => rename(key, (each) => `keys/more/${each.keys[1]}.asc`)(place)],
  ["in the history under its own name", (place) => rename(key, (each) => `keys/history/${each.keys[1]}.asc`)(place)],
  [
    "of 300 KB",
    (place) => (
      edit(key(place), (text) => text.replace("\n\n", `\n${`Comment: ${"x".repeat(60)}\n`.repeat(5000)}\n`))(place),
      place.tree.pin()
    ),
  ],
];

/** All of them, by what they change. */
export const hostileFiles: readonly [string, Change][] = [
  ...names,
  ...lists,
  ...graphs,
  ...keyFiles.map(([title, change]): [string, Change] => [`a key file ${title}`, change]),
];
