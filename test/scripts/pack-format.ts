/** A second implementation of docs/image-format.md, from its text alone: it shares nothing with scripts/pack. */
import { createHash } from "node:crypto";
import { type Entry, type Node, type Vector, content, modeOf, nodeAt } from "./pack-tree.js";

const MTIME = 315619200;

/** The lower-case hex sha256 of some bytes. */
export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

interface Fields {
  name: Buffer;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  type: string;
  link: Buffer;
}

function header(fields: Fields): Buffer {
  const block = Buffer.alloc(512);
  fields.name.copy(block, 0, 0, 100);
  block.write(octal(fields.mode, 8), 100);
  block.write(octal(fields.uid, 8), 108);
  block.write(octal(fields.gid, 8), 116);
  block.write(octal(fields.size, 12), 124);
  block.write(octal(fields.mtime, 12), 136);
  block.write("        ", 148);
  block.write(fields.type, 156);
  fields.link.copy(block, 157, 0, 100);
  block.write("ustar  \0", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)} `, 148);
  return block;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** The two blocks or more that carry a name or target of more than 100 bytes; nothing for a shorter one. */
function long(type: "K" | "L", value: Buffer): Buffer {
  if (value.length <= 100) return Buffer.alloc(0);
  const terminated = Buffer.concat([value, Buffer.alloc(1)]);
  const name = Buffer.from("././@LongLink");
  const fields = { name, mode: 0o644, uid: 0, gid: 0, size: terminated.length, mtime: 0, type, link: Buffer.alloc(0) };
  return Buffer.concat([header(fields), padded(terminated)]);
}

function member(path: string, node: Node, firstName: string): Buffer {
  const linked = firstName !== path;
  const name = Buffer.from(node.type === "directory" ? `${path}/` : path);
  const link = Buffer.from(linked ? firstName : node.type === "symlink" ? node.target : "");
  const type = linked ? "1" : { directory: "5", file: "0", symlink: "2" }[node.type];
  const data = linked ? Buffer.alloc(0) : content(node);
  const fields = {
    name,
    mode: modeOf(node),
    uid: node.uid,
    gid: node.gid,
    size: data.length,
    mtime: MTIME,
    type,
    link,
  };
  return Buffer.concat([long("K", link), long("L", name), header(fields), padded(data)]);
}

/** The canonical layer of a tree. */
export function layerOf(tree: Entry[]): Buffer {
  const root: Node = { type: "directory", path: ".", mode: "0755", uid: 0, gid: 0 };
  const firstNames = new Map<Node, string>();
  const parts = [member(".", root, ".")];
  const paths = tree.map((entry) => entry.path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const path of paths) {
    const node = nodeAt(tree, path);
    if (!firstNames.has(node)) firstNames.set(node, path);
    parts.push(member(path, node, firstNames.get(node) ?? path));
  }
  const length = parts.reduce((total, part) => total + part.length, 0);
  parts.push(Buffer.alloc(Math.ceil((length + 1024) / 10240) * 10240 - length));
  return Buffer.concat(parts);
}

/** The members of a config that come before and after those of "config", for layers by sha256. */
export function configText(platform: string, members: string, layers: string[]): string {
  const [os, architecture] = platform.split("/");
  const ids = layers.map((layer) => `"sha256:${layer}"`).join(",");
  return (
    `{"created":"1980-01-02T00:00:00Z","architecture":"${architecture}","os":"${os}","config":{${members}},` +
    `"rootfs":{"type":"layers","diff_ids":[${ids}]}}`
  );
}

/** An image: its layers in order, and its manifest. */
export interface Image {
  layers: Buffer[];
  manifest: string;
}

function descriptor(type: string, bytes: Buffer): string {
  return `{"mediaType":"application/vnd.oci.image.${type}","digest":"sha256:${sha256(bytes)}","size":${bytes.length}}`;
}

/** The image of a vector, on top of the images that its `layersOf` names. */
export function imageOf(vector: Vector, bases: Image[]): Image {
  const all = [...bases.flatMap((base) => base.layers), ...(vector.tree === null ? [] : [layerOf(vector.tree)])];
  const layers = [...new Map(all.map((layer) => [sha256(layer), layer])).values()];
  const config = Buffer.from(configText(vector.platform, vector.config, layers.map(sha256)));
  const manifest =
    `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",` +
    `"config":${descriptor("config.v1+json", config)},` +
    `"layers":[${layers.map((layer) => descriptor("layer.v1.tar", layer)).join(",")}]}`;
  return { layers, manifest };
}
