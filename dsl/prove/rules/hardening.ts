import { targetOf } from "../../graph/platforms.js";
import type { Protection } from "../../model/harden.js";
import type { Platform } from "../../model/platform.js";
import type { Elf } from "../elf.js";
import type { ContentRule, Finding, Subject } from "../rule.js";

/** Where an indirect branch may land, at the beginning of a function: ENDBR32, ENDBR64, BTI c, PACIASP. */
const landings: Readonly<Record<Platform, readonly string[]>> = {
  "linux/386": ["f30f1efb"],
  "linux/amd64": ["f30f1efa"],
  "linux/arm64": ["5f2403d5", "3f2303d5"],
};

/** e_type of a linked file. */
const [executable, shared] = [2, 3];

/** What is missing, with the protection whose opt-out allows it, where there is one. */
interface Lack {
  readonly what: string;
  readonly protection?: Protection;
}

/**
 * E814: a linked file has the protections that can be read from it (docs/hardening.md): it is position-independent, relocations end
 * before it runs and change no code, its stack is not executable, it names no folder to search, its functions mark where
 * branches may land.
 */
export const hardeningRule: ContentRule = (subject, { file, elf }) => {
  const { graph, definition, platform } = subject;
  if (elf === undefined || (elf.type !== executable && elf.type !== shared)) return [];
  if (!targetOf(graph, definition, platform).hardened) return [];
  return lacks(elf, platform)
    .filter(({ protection }) => protection === undefined || !leftOut(subject, protection))
    .map(({ what, protection }): Finding => {
      const hint =
        protection === undefined
          ? "compile and link it with the flags of the recipe."
          : `give it the flags of the recipe, or say why not: harden: { ${protection}: "…" }.`;
      return { code: "E814", subject: file.path, message: `${file.path} ${what}`, hint, path: ["build"] };
    });
};

function lacks(elf: Elf, platform: Platform): Lack[] {
  const found: (Lack | false)[] = [
    elf.type === executable && { what: "is not position-independent" },
    elf.dynamic && !elf.relro && { what: "has no part that is read-only after relocation", protection: "relro" },
    !elf.boundNow && { what: "binds functions lazily", protection: "bindNow" },
    elf.executableStack && { what: "wants an executable stack", protection: "noExecStack" },
    elf.textRelocations && { what: "has relocations in its code" },
    elf.searchPath.length > 0 && { what: `searches libraries in ${elf.searchPath.join(":")}` },
    unmarked(elf, platform),
  ];
  return found.filter((lack) => lack !== false);
}

/** Functions in assembly have no mark, so most are to have one. */
function unmarked({ entries }: Elf, platform: Platform): Lack | false {
  const marked = entries.filter((start) => landings[platform].includes(start)).length;
  if (marked * 2 >= entries.length) return false;
  return { what: `marks ${marked} of ${entries.length} functions for branches`, protection: "branchProtection" };
}

function leftOut({ definition }: Subject, protection: Protection): boolean {
  return definition.build?.kind === "recipe" && definition.build.harden?.[protection] !== undefined;
}
