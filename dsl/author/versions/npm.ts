import { readFileSync } from "node:fs";
import { withAlias } from "../address.js";
import { storePath } from "../../load/place.js";
import { inTemporaryFolder, learn } from "../fetch.js";
import { compareSemver, isPreSemver } from "./semver.js";
import type { Answer, Question, VersionSource } from "./source.js";

/** The npm registry, by the tags that maintainers give: "latest" is the release, others lead to pre-releases (npm documentation, "npm dist-tag"). */
export const npm: VersionSource = {
  name: "npm",
  knows: (question) => packageOf(question) !== undefined,
  ask: (questions, { pre }) =>
    inTemporaryFolder(async (store) => {
      const urls = new Map(
        questions.map((question) => [
          question.image,
          `mirror://npm/-/package/${packageOf(question)!.replace("/", "%2f")}/dist-tags`,
        ]),
      );
      const learnt = await learn([...new Set(urls.values())], { store, quiet: true });
      return new Map(
        questions.map((question): [string, Answer] => {
          const found = learnt.get(urls.get(question.image)!);
          const name = packageOf(question)!;
          return [
            question.image,
            found === undefined
              ? { silent: `npm did not answer for ${name}` }
              : newest(readFileSync(storePath(found.sha256, store), "utf8"), name, pre),
          ];
        }),
      );
    }),
  compare: compareSemver,
};

/** The package's name in its archive's address: `<name>/-/<file>`. */
function packageOf({ addresses }: Question): string | undefined {
  return addresses
    .map((address) => /^mirror:\/\/npm\/((?:@[^/]+\/)?[^/]+)\/-\//.exec(withAlias(address))?.[1])
    .find((name) => name !== undefined);
}

function newest(text: string, name: string, pre: boolean): Answer {
  const tags = readTags(text);
  if (tags === undefined) return { silent: `npm's answer for ${name} is no list of tags` };
  const offered = Object.entries(tags).filter(([tag, version]) => pre || (tag === "latest" && !isPreSemver(version)));
  const [best] = offered.sort(([, a], [, b]) => compareSemver(b, a));
  return best === undefined
    ? { unknown: `npm has only pre-releases of ${name}` }
    : { seen: { version: best[1], where: `npm ${name}, tag ${best[0]}` } };
}

function readTags(text: string): Record<string, string> | undefined {
  try {
    const tags = JSON.parse(text) as unknown;
    if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return undefined;
    return Object.fromEntries(
      Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return undefined;
  }
}
