import { posix } from "node:path";
import type { Need } from "./needs.js";

const folders = ["/usr/lib/pkgconfig", "/usr/share/pkgconfig"];

/**
 * What a pkg-config file needs: the modules of Requires and Requires.private, and the folders that it sends compilers and
 * linkers to (pc(5): variables as `name=value`, fields as `Name: value`).
 */
export function pkgConfigNeeds(path: string, text: string): Need[] {
  const { variables, fields } = parse(text, path);
  const modules = ["Requires", "Requires.private"].flatMap((field) => moduleNames(fields.get(field) ?? ""));
  const flags = ["Libs", "Libs.private", "Cflags", "Cflags.private"].flatMap((field) =>
    [...(fields.get(field) ?? "").matchAll(/(?:^|\s)-[LI]\s*(\/[^\s"]+)/g)].map(([, folder]) => folder!),
  );
  const named = ["libdir", "includedir"].flatMap((name) => variables.get(name) ?? []);
  return [
    ...modules.map(
      (name): Need => ({ name: `${name}.pc`, by: path, paths: folders.map((folder) => `${folder}/${name}.pc`) }),
    ),
    ...[...new Set([...named, ...flags])].map(
      (folder): Need => ({ name: folder, by: path, paths: [posix.normalize(folder)] }),
    ),
  ];
}

/** The libraries that a pkg-config file hands to every linker: NAME of each `-lNAME` in Libs. */
export function pkgConfigLibraries(path: string, text: string): string[] {
  const flags = parse(text, path).fields.get("Libs") ?? "";
  return [...new Set([...flags.matchAll(/(?:^|\s)-l\s*([^\s"]+)/g)].map(([, name]) => name!))];
}

/** Variables with those before them filled in, and fields. */
function parse(text: string, path: string): { variables: Map<string, string>; fields: Map<string, string> } {
  const variables = new Map([["pcfiledir", posix.dirname(path)]]);
  const fields = new Map<string, string>();
  for (const line of text
    .replace(/\\\r?\n/g, " ")
    .split("\n")
    .map((raw) => raw.replace(/(?<!\\)#.*$/, "").trim())) {
    const [, name, sign, value] = /^([A-Za-z0-9_.]+)\s*([=:])\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const filled = value.replace(/\$\{([A-Za-z0-9_.]+)\}/g, (_, inner: string) => variables.get(inner) ?? "");
    (sign === "=" ? variables : fields).set(name, filled);
  }
  return { variables, fields };
}

/** `zlib >= 1.2, libpng` are two modules: versions stand behind a comparison. */
function moduleNames(list: string): string[] {
  return list
    .replace(/(?:[<>]=?|!?=)\s*[^\s,]+/g, " ")
    .split(/[\s,]+/)
    .filter((name) => name !== "");
}
