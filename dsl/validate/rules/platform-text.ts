import { platforms as known, type Platform } from "../../model/platform.js";
import { choicesIn, isListed, isPlatformText, plainText, triplets } from "../../model/platform-text.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { literal } from "../rule.js";

type Path = readonly (string | number)[];
type Place = Pick<Diagnostic, "path" | "near">;

/** A text of a definition, with the path that leads to it. */
interface Text {
  readonly text: string;
  readonly path: Path;
}

/** What of a definition reaches a build: names, addresses and words for people may hold anything. */
const building = new Set(["build", "config", "env", "licenseFiles", "outputs", "provides", "setuid", "tests"]);

/** Names of processors as toolchains, kernels and other systems spell them. */
const machine = /(?<![A-Za-z0-9])(?:x86[_-]64|amd64|aarch64|arm64|i[3-6]86)(?![A-Za-z0-9])/;

/** Whether a definition has values that differ by platform. */
export function hasPlatformText(value: unknown): boolean {
  return textsIn(value).some(({ text }) => plainText(text) !== text);
}

/**
 * E201, E215, E216: values that differ by platform cover the platforms of the package and no other, a list stands where a list
 * can, and what is built for several platforms names no machine.
 * @param value the definition as it was evaluated, before any platform was chosen.
 */
export function platformTextProblems(file: string, value: object, platforms: readonly Platform[]): Diagnostic[] {
  const texts = textsIn(value);
  return [
    ...texts.flatMap((text) => choiceProblems(file, text, platforms)),
    ...(platforms.length > 1 ? texts.flatMap((text) => machineProblem(file, text)) : []),
  ];
}

function choiceProblems(file: string, { text, path }: Text, platforms: readonly Platform[]): Diagnostic[] {
  return choicesIn(text).flatMap((choices): Diagnostic[] => {
    const place = { path: path.slice(0, 1), near: callWith(Object.values(choices)[0]) };
    if (isListed(choices) && !isPlatformText(text)) {
      const hint = "give the text itself for each platform, or let the list stand on its own.";
      return [{ code: "E201", file, ...place, message: "byPlatform: a list cannot stand inside a text", hint }];
    }
    const lacking = platforms.filter((platform) => choices[platform] === undefined);
    const unused = known.filter((platform) => choices[platform] !== undefined && !platforms.includes(platform));
    return [
      ...lacking.map((platform) => missing(file, place, platform)),
      ...unused.map((platform) => superfluous(file, place, platform)),
    ];
  });
}

function missing(file: string, place: Place, platform: Platform): Diagnostic {
  const message = `byPlatform has nothing for ${platform}, which the package is built for`;
  return { code: "E215", file, ...place, message, hint: `add "${platform}", or take it out of \`platforms\`.` };
}

function superfluous(file: string, place: Place, platform: Platform): Diagnostic {
  const message = `byPlatform has a choice for ${platform}, which the package is not built for`;
  return { code: "E215", file, ...place, message, hint: `remove it, or add "${platform}" to \`platforms\`.` };
}

function machineProblem(file: string, { text, path }: Text): Diagnostic[] {
  const found = machine.exec(plainText(text))?.[0];
  if (found === undefined || !building.has(String(path[0]))) return [];
  const whole = Object.values(triplets).find((one) => text.includes(one));
  const near = text === found ? literal(text) : new RegExp(whole ?? found);
  const hint =
    whole === undefined
      ? "write byPlatform({ … }) with the text for each platform."
      : "write `${triplet}`, which is that of the platform built for, or byPlatform({ … }).";
  const message = `'${whole ?? found}' names one machine in a package for several platforms`;
  return [{ code: "E216", file, path: path.slice(0, 1), near, message, hint }];
}

/** Finds the call of byPlatform that holds a choice. */
function callWith(choice: string | readonly string[] | undefined): RegExp {
  const [first = ""] = [choice ?? ""].flat();
  return new RegExp(`byPlatform\\((?=(?:(?!byPlatform\\()[^])*?${literal(first).source})`);
}

/** Every text of a value, keys of records left out. */
function textsIn(value: unknown, path: Path = []): Text[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
