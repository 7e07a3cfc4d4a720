import type { Definition } from "../validate/definition.js";
import { contentsOf } from "./contents.js";
import type { Finding, Subject, ContentRule, ImageRule } from "./rule.js";
import { resolve, type Laid } from "./files.js";
import { buildPathsRule } from "./rules/build-paths.js";
import { followConfig, followLinks, followNeeds, missing, superfluous, type Met } from "./rules/closure.js";
import { compilerRule } from "./rules/compiler.js";
import { hardeningRule } from "./rules/hardening.js";
import { libraryFormsRule } from "./rules/library-forms.js";
import { licencesRule } from "./rules/licences.js";
import { linksRule } from "./rules/links.js";
import { machineRule } from "./rules/machine.js";
import { directoriesRule, ownersRule } from "./rules/owners.js";
import { placesRule } from "./rules/places.js";
import { providesRule } from "./rules/provides.js";
import { seedRule } from "./rules/seed.js";
import { setuidRule } from "./rules/setuid.js";
import { variadicRule } from "./rules/variadic.js";

const imageRules: readonly ImageRule[] = [
  placesRule,
  setuidRule,
  licencesRule,
  linksRule,
  ownersRule,
  directoriesRule,
  providesRule,
];
const contentRules: readonly ContentRule[] = [
  buildPathsRule,
  machineRule,
  hardeningRule,
  compilerRule,
  variadicRule,
  libraryFormsRule,
  seedRule,
];

/** What came of an image. */
export interface Proof {
  readonly findings: readonly Finding[];
  /** Findings that the definition allows, with its reasons. */
  readonly allowed: readonly (Finding & { readonly reason: string })[];
  /** Allowances that allow nothing, by their number in the definition. */
  readonly idle: readonly number[];
  /** How many files were read. */
  readonly files: number;
}

/**
 * Proves an image: what its definition says against what its files are. Of a bootstrap image, with its cross tools in places of
 * their own, only that nothing of a host seed is left.
 * @param bringer names an image of the tree that has one of these paths, for hints.
 */
export function prove(subject: Subject, bringer: (paths: readonly string[]) => string | undefined): Proof {
  const bootstrap = subject.definition.stage === "bootstrap";
  const findings: Finding[] = bootstrap ? [] : imageRules.flatMap((rule) => rule(subject));
  const met: Met[] = [...followConfig(subject), ...followLinks(subject)];
  let files = 0;
  for (const content of contentsOf(subject.own)) {
    files++;
    met.push(...followNeeds(subject, content));
    findings.push(...(bootstrap ? [seedRule] : contentRules).flatMap((rule) => rule(subject, content)));
  }
  if (!bootstrap) findings.push(...missing(subject, met, bringer), ...superfluous(subject, met));
  return { ...divide(subject, findings), files };
}

/** Separates what the definition allows; an allowance that meets nothing is idle. */
function divide({ definition, seeds }: Subject, all: readonly Finding[]): Pick<Proof, "findings" | "allowed" | "idle"> {
  const reasons = all.map(
    (finding) =>
      definition.allow.find((item) => item.code === finding.code && covers(item.subject, finding.subject))?.reason,
  );
  const meets = (item: Definition["allow"][number]): boolean =>
    all.some((finding) => finding.code === item.code && covers(item.subject, finding.subject));
  return {
    findings: all.filter((_, index) => reasons[index] === undefined),
    allowed: all.flatMap((finding, index) =>
      reasons[index] === undefined ? [] : [{ ...finding, reason: reasons[index] }],
    ),
    // Without a seed to compare with, nothing can be found of one.
    idle: definition.allow.flatMap((item, index) =>
      meets(item) || (item.code === "E812" && seeds.length === 0) ? [] : [index],
    ),
  };
}

/** A folder, with a slash at its end, stands for all below it. */
function covers(subject: string, found: string): boolean {
  return subject === found || (subject.endsWith("/") && found.startsWith(subject));
}

/** Whether one of the paths leads to something. */
export function brings(laid: Laid, paths: readonly string[]): boolean {
  return paths.some((path) => resolve(laid, path) !== undefined);
}
