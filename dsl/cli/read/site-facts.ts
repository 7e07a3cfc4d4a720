import { platformFolder } from "../../model/platform.js";
import type { Graph } from "../../graph/graph.js";
import type { Catalogue, Change, PlatformFacts, PolicyFacts, ReleaseFacts } from "../../site/catalogue.js";
import { commitFormat, parseHistory, withoutRepeats } from "../../site/history.js";
import { fromTree, listUntrusted } from "../../trust/files.js";
import { newestRelease, readRelease, releaseSignatureDirectory } from "../../trust/release.js";
import type { VerifyResult } from "../../trust/verify.js";
import { readDigests } from "./evidence.js";
import { changeLog } from "./git.js";
import { readProvenance } from "./provenance.js";
import { builtFacts } from "./site-built.js";
import type { AnchorOptions } from "../terminal/trust-output.js";
import { policyThere, verifiedFrom } from "./trusted.js";

/** What lies beside the definitions and is told of on the pages. */
export interface Surroundings {
  readonly verdict: VerifyResult | undefined;
  readonly policy: PolicyFacts | undefined;
  readonly repository: string | undefined;
  readonly releases: readonly ReleaseFacts[];
  readonly languages: string | undefined;
  readonly history: ReadonlyMap<string, readonly Change[]>;
}

/**
 * Reads policy, signatures, releases, docs and git's history of a tree. Signatures are verified only from a trust anchor.
 * @throws TrustError when there is an anchor and no policy that it leads to, or a release that cannot be read.
 */
export async function surroundings(root: string, anchor: AnchorOptions): Promise<Surroundings> {
  const verdict = await verifiedFrom(root, anchor);
  const policy = await policyThere(root);
  return {
    verdict,
    repository: policy?.repository,
    policy: policy && {
      version: policy.version,
      expires: policy.expires,
      trusted: verdict !== undefined,
      people: policy.people.map(({ name, keys }) => ({ name, keys: keys.map(({ fingerprint }) => fingerprint) })),
      thresholds: Object.entries(policy.thresholds).map(([subject, { role, need }]) => ({ subject, role, need })),
    },
    releases: await releasesOf(root),
    languages: await languagesOf(root),
    history: parseHistory((await changeLog(root, commitFormat)) ?? ""),
  };
}

async function releasesOf(root: string): Promise<ReleaseFacts[]> {
  const newest = await newestRelease(root);
  const numbers = [...Array(newest).keys()].map((index) => newest - index);
  return await Promise.all(
    numbers.map(async (number) => {
      const { release } = await readRelease(root, number);
      const signatures = (await listUntrusted(root, releaseSignatureDirectory(number))).length;
      return { number, expires: release.expires, images: release.images.length, signatures };
    }),
  );
}

/** Links to other pages of docs/ would lead nowhere on the site: their words stay. */
async function languagesOf(root: string): Promise<string | undefined> {
  const read = await fromTree(root).read("docs/languages.md", 1 << 20);
  if ("refused" in read) return undefined;
  const { Marked } = await import("marked");
  const marked = new Marked({
    renderer: {
      html: ({ text }) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        return href.startsWith("https:")
          ? `<a href="${href.replaceAll('"', "%22")}" rel="noreferrer">${text}</a>`
          : text;
      },
    },
  });
  const html = await marked.parse(read.bytes.toString("utf8"));
  let tables = 0;
  return html
    .replaceAll(
      "<table>",
      () => `<div class="scroll" role="region" aria-label="Table ${++tables}" tabindex="0"><table>`,
    )
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<th>", '<th scope="col">');
}

/**
 * Digests and how they came about, by `<image>@<platform>`, and what of each image lies in the output directory.
 * @throws DiagnosticsError E504 with every line of digests/ that is none.
 */
export async function platformReader(root: string, graph: Graph, out: string, { verdict }: Surroundings) {
  const provenance = readProvenance(root);
  const digests = await readDigests(root, graph);
  return (image: string, platform: string): PlatformFacts => {
    const directory = platformFolder(platform);
    const digest = digests.get(`${image}@${platform}`)?.slice(7);
    const found = verdict?.images.find((item) => item.image === image && item.platform === directory);
    return {
      platform,
      digest,
      reproduced:
        digest === undefined ? undefined : howReproduced(provenance.get(`${image}@${platform}`) ?? [], digest),
      ...builtFacts(out, directory, image, digest),
      signatures: found && { people: found.people, needed: found.needed },
    };
  };
}

/** How a digest came about, in words; undefined where that is told of another one. */
function howReproduced([written, how, ...words]: readonly string[], digest: string): string | undefined {
  if (written !== `sha256:${digest}`) return undefined;
  return how === "recipe" ? `from host seeds, with one result: ${words.slice(1).join(" ")}` : words.join(" ");
}

/** What the pages need of a catalogue beside its images. */
export function catalogueFrame(around: Surroundings, name: string | undefined, address: string | undefined) {
  const repository = name ?? around.repository ?? "stagex.invalid";
  return {
    repository,
    published: !repository.split("/")[0]!.endsWith(".invalid"),
    address: address === undefined ? undefined : `${address.replace(/\/+$/, "")}/`,
    policy: around.policy,
    releases: around.releases,
    languages: around.languages,
  } satisfies Omit<Catalogue, "images">;
}

/** An image's changes, those that say nothing new left out. */
export function historyOf({ history }: Surroundings, image: string): Change[] {
  return withoutRepeats(history.get(image) ?? []);
}
