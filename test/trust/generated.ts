import { tagOf } from "../../dsl/model/version.js";
import { put } from "./gpg.js";

/** What generated/ says of an image: what it is built with, and, as NAME@PLATFORM, what of that is of another platform. */
export interface TestImage {
  readonly name: string;
  readonly version: string;
  readonly platform?: string;
  readonly deps?: readonly string[];
  readonly on?: readonly string[];
}

/** Writes the two lists of images that verifiers and signers read. */
export function putImages(root: string, images: readonly TestImage[]): void {
  put(root, "generated/graph.json", JSON.stringify({ schema: 1, images: images.map(graphEntry) }));
  put(root, "generated/images.txt", `# Every image.\n${images.map(listLine).join("")}`);
}

function graphEntry({ name, version, platform = "linux/amd64", deps = [], on }: TestImage): object {
  return { name, stage: name.split("-")[0], platforms: [platform], version, deps, ...(on === undefined ? {} : { on }) };
}

function listLine({ name, version, platform = "linux/amd64", deps = [], on = [] }: TestImage): string {
  const needs = deps.map((dep) => on.find((id) => id.startsWith(`${dep}@`)) ?? dep);
  const goal = name.replace(/^\w+-/, "");
  return `${name} ${platform} ${name.replace("-", "/")} ${goal} ${needs.join(",") || "-"} ${tagOf(version)}\n`;
}
