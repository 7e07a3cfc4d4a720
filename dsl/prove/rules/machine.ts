import type { Platform } from "../../model/platform.js";
import type { Elf } from "../elf.js";
import type { ContentRule } from "../rule.js";

/** EI_CLASS and e_machine of each platform (System V ABI, generic part, chapter 4; the supplements of the processors). */
const machines: Readonly<Record<Platform, { bits: 32 | 64; machine: number }>> = {
  "linux/386": { bits: 32, machine: 3 },
  "linux/amd64": { bits: 64, machine: 62 },
  "linux/arm64": { bits: 64, machine: 183 },
};

/** E808: what is made for a machine is made for the image's own. */
export const machineRule: ContentRule = ({ definition, platform }, { file, elf, members, damage }) => {
  const wanted = machines[platform];
  const strange = [...(elf === undefined ? [] : [elf]), ...members].find(
    ({ bits, machine }) => bits !== wanted.bits || machine !== wanted.machine,
  );
  if (strange === undefined && damage === undefined) return [];
  const message =
    damage === undefined ? `is for ${nameOf(strange!)}, and ${definition.name} is for ${platform}` : `is ${damage}`;
  return [
    {
      code: "E808",
      subject: file.path,
      message: `${file.path} ${message}`,
      hint: "build it for the platform, or leave it out.",
    },
  ];
};

function nameOf({ bits, machine }: Elf): string {
  const known = Object.entries(machines).find(([, of]) => of.bits === bits && of.machine === machine);
  return known === undefined ? `machine ${machine} with ${bits} bits` : known[0];
}
