import { mirrors } from "../../model/mirrors.js";
import type { RemoteSource } from "../../model/source.js";
import type { TaggedSource } from "../../sources/kinds.js";
import { isFetched, sourceName, type FetchedSource } from "../../sources/source.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { didYouMean } from "../../report/suggest.js";
import { below, type Rule } from "../rule.js";
import { addressPlaces, listedSources } from "../sources.js";

const sha256 = /^[0-9a-f]{64}$/;
/** Of the empty file: what sha256sum says after a download that failed. */
const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const safeName = /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/;
const address = /^(?:https:\/\/[a-z0-9.-]+(?::\d+)?\/|mirror:\/\/)[!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]+$/;
const mirrorAddress = /^mirror:\/\/([a-z]+)(@\d{8}T\d{6}Z)?\/[^/]/;

/** E206, E207: every source has safe addresses, a safe file name and a hash, and no name twice. */
export const sourcesRule: Rule = ({ source: { file }, parsed }) => sourceProblems(file, listedSources(parsed));

/** What is wrong with sources, each by its place in the list. */
export function sourceProblems(file: string, sources: readonly TaggedSource[]): Diagnostic[] {
  const found = sources.flatMap((source, index) => [
    ...hashProblems(file, source, index),
    ...addressProblems(file, source, index),
    ...(isFetched(source) ? nameProblems(file, source, index) : []),
    ...(source.kind === "remote"
      ? [...folderProblems(file, source, index), ...signatureProblems(file, source, index)]
      : []),
  ]);
  return [...found, ...reusedNames(file, sources), ...reusedHashes(file, sources)];
}

function hashProblems(file: string, source: TaggedSource, index: number): Diagnostic[] {
  const problem = hashProblem(source.sha256);
  return problem === undefined ? [] : [{ code: "E207", file, path: ["sources", index, "sha256"], ...problem }];
}

function hashProblem(text: string): { message: string; hint: string } | undefined {
  if (text === nothing)
    return {
      message: "this is the sha256 of an empty file",
      hint: "the download probably failed: fetch the file again.",
    };
  if (sha256.test(text)) return undefined;
  if (sha256.test(text.toLowerCase()))
    return { message: "the sha256 has upper-case digits", hint: "write it in lower case." };
  if (/^sha256[:-]/i.test(text))
    return {
      message: `the sha256 begins with '${text.slice(0, 7)}'`,
      hint:
        text[6] === "-"
          ? "that is base64: write the 64 digits that sha256sum prints."
          : "leave that out: write the 64 digits alone.",
    };
  const what =
    text.length === 64 ? "holds characters that are not hexadecimal digits" : `has ${text.length} characters, not 64`;
  return { message: `the sha256 ${what}`, hint: "copy the whole output of sha256sum." };
}

function signatureProblems(file: string, { signature }: RemoteSource, index: number): Diagnostic[] {
  if (signature === undefined) return [];
  const path = ["sources", index, "signature"];
  const [hash, place] = [hashProblem(signature.sha256), addressProblem(signature.url)];
  return [
    ...(hash === undefined ? [] : [{ code: "E207" as const, file, path: [...path, "sha256"], ...hash }]),
    ...(place === undefined ? [] : [{ code: "E206" as const, file, path: [...path, "url"], ...place }]),
  ];
}

function addressProblems(file: string, source: TaggedSource, index: number): Diagnostic[] {
  const urls = addressPlaces(source, index);
  return urls.flatMap(({ url, path }, number) => {
    const repeated = urls.findIndex((other) => other.url === url) < number;
    const problem = repeated
      ? {
          message: `the mirror '${url}' repeats an address`,
          hint: "remove it, or name another server.",
        }
      : addressProblem(url);
    return problem === undefined ? [] : [{ code: "E206" as const, file, path, ...problem }];
  });
}

function addressProblem(url: string): { message: string; hint: string } | undefined {
  if (url.startsWith("http:"))
    return {
      message: `'${url}' is fetched without protection`,
      hint: "use https; only whoever runs the fetch can configure a plain http mirror.",
    };
  if (!address.test(url) || url.split("/").includes("..")) {
    return {
      message: `'${url}' is not an https address or a mirror alias`,
      hint: 'write https://host/path or a helper such as gnu("path"); escape other characters with %.',
    };
  }
  if (!url.startsWith("mirror:")) return undefined;
  const alias = mirrorAddress.exec(url)?.[1] ?? "";
  if (Object.hasOwn(mirrors, alias)) return undefined;
  return {
    message: `unknown mirror alias '${alias}'`,
    hint: didYouMean(alias, Object.keys(mirrors)) || `aliases are ${Object.keys(mirrors).join(", ")}.`,
  };
}

function nameProblems(file: string, source: FetchedSource, index: number): Diagnostic[] {
  const name = sourceName(source);
  if (source.name === undefined && addressProblem(source.url) !== undefined) return []; // Said already.
  if (safeName.test(name) && !name.includes("..")) return [];
  const path = ["sources", index, source.name === undefined ? "url" : "name"];
  const message =
    name === "" && source.name === undefined
      ? "the address ends without a file name"
      : `'${name}' is not a plain file name`;
  return [
    {
      code: "E206",
      file,
      path,
      message,
      hint: "give `name`: letters, digits and . _ + ~ -, not starting with a dot or dash.",
    },
  ];
}

function folderProblems(file: string, source: RemoteSource, index: number): Diagnostic[] {
  const problem = (text: string, path: readonly (string | number)[], what: string): Diagnostic[] =>
    below.test(text)
      ? []
      : [
          {
            code: "E212",
            file,
            path: ["sources", index, ...path],
            message: `'${text}' is not ${what}`,
            hint: "write a relative path without '..'.",
          },
        ];
  return [
    ...(source.into === undefined ? [] : problem(source.into, ["into"], "a directory below the build directory")),
    ...(source.only ?? []).flatMap((name, number) => problem(name, ["only", number], "a path in the archive")),
    ...(source.nested ?? []).flatMap((name, number) =>
      problem(name, ["nested", number], "a file below the directory that the source is unpacked into"),
    ),
  ];
}

function reusedNames(file: string, sources: readonly TaggedSource[]): Diagnostic[] {
  return repeated(sources, sourceName).map((index) => ({
    code: "E206",
    file,
    path: ["sources", index],
    message: `two sources are named '${sourceName(sources[index]!)}'`,
    hint: "give one of them a `name` of its own.",
  }));
}

function reusedHashes(file: string, sources: readonly TaggedSource[]): Diagnostic[] {
  return repeated(sources, (source) => source.sha256).map((index) => ({
    code: "E207",
    file,
    path: ["sources", index, "sha256"],
    message: "this sha256 was given to another source above",
    hint: "a hash was probably copied with its line: compute it again.",
  }));
}

/** Indexes of the members whose key stood before. */
function repeated<T>(items: readonly T[], key: (item: T) => string): number[] {
  return items.flatMap((item, index) => (items.findIndex((other) => key(other) === key(item)) < index ? [index] : []));
}
