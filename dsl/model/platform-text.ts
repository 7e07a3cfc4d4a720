import { protectionFlags, type FlagVariable, type Harden } from "./harden.js";
import type { Platform } from "./platform.js";

/** Text that is another one on each platform. It stands in template strings, flags, `env`, `cache` and `sh`, and is resolved on lowering. */
export type PlatformText = string & { readonly [brand]: true };
declare const brand: unique symbol;

/** What the text of each platform is: one for all uses, a list where it stands for several words. */
export type Choices<T extends string | readonly string[]> = Readonly<Partial<Record<Platform, T>>>;

// Private-use characters (Unicode 17.0, section 23.5) are in no flag, path or shell body.
const open = "\uE000";
const close = "\uE001";
const mark = new RegExp(`${open}([^${close}]*)${close}`, "g");
const wholeMark = new RegExp(`^${open}[^${close}]*${close}$`);

/** The target of GNU and LLVM tools on each platform: "x86_64-linux-musl" on linux/amd64. */
export const triplets: Readonly<Record<Platform, string>> = {
  "linux/386": "i386-linux-musl",
  "linux/amd64": "x86_64-linux-musl",
  "linux/arm64": "aarch64-linux-musl",
};

/**
 * The machine that runs a build, by the platform of what runs there. Its vendor and system are those that config.guess
 * gives a foreign one, so that configure takes a build for any `triplet` as cross compiling.
 */
export const buildTriplets: Readonly<Record<Platform, string>> = {
  "linux/386": "x86_64-pc-linux-gnu",
  "linux/amd64": "x86_64-pc-linux-gnu",
  "linux/arm64": "aarch64-unknown-linux-gnu",
};

const flagToken = /^(CFLAGS|CXXFLAGS|LDFLAGS):(.*)$/;

/** What a value of the language itself comes to, by the text between the marks; undefined for one of the author's. */
function builtIn(token: string, { platform, builder, hardened }: Target): string | undefined {
  if (token === "triplet") return triplets[platform];
  if (token === "buildTriplet") return buildTriplets[builder];
  const [, variable, without] = flagToken.exec(token) ?? [];
  if (variable === undefined) return undefined;
  const flags = hardened ? protectionFlags(variable as FlagVariable, platform, without!.split(",")) : [];
  return flags.map((flag) => ` ${flag}`).join("");
}

/**
 * The flags that protect compiled files, each after a blank, to be appended to others.
 * @param harden what is left out.
 */
export function protecting(variable: FlagVariable, harden: Harden = {}): PlatformText {
  return `${open}${variable}:${Object.keys(harden).join(",")}${close}` as PlatformText;
}

/** The triplet of the platform that an image is for, such as "x86_64-linux-musl". */
export const triplet = `${open}triplet${close}` as PlatformText;

/** The triplet of the machine that builds, for what is cross-compiled from a base of another platform: "x86_64-pc-linux-gnu". */
export const buildTriplet = `${open}buildTriplet${close}` as PlatformText;

/**
 * A text, or a list of words, for each platform that the package is built for.
 * @param choices the text or list by platform; `defs check` reports a platform of the package that has none.
 */
export function byPlatform(choices: Choices<string>): PlatformText;
export function byPlatform(choices: Choices<readonly string[]>): readonly string[];
export function byPlatform(choices: Choices<string | readonly string[]>): string | readonly string[] {
  const text = `${open}${encodeURIComponent(JSON.stringify(choices))}${close}`;
  return isListed(choices) ? Object.freeze([text]) : text;
}

/** Whether a text is exactly one of these values, and not just contains one. */
export function isPlatformText(text: string): boolean {
  return wholeMark.test(text);
}

/** The choices of each `byPlatform` in a text, in order; the language's own values cover every platform and are left out. */
export function choicesIn(text: string): Choices<string | readonly string[]>[] {
  return [...text.matchAll(mark)].flatMap(([, token]) => (isBuiltIn(token!) ? [] : [parse(token!)]));
}

/** A text without the values in it. */
export function plainText(text: string): string {
  return text.replace(mark, "");
}

/** What a build is for, and where it runs. */
export interface Target {
  /** What the image is for. */
  readonly platform: Platform;
  /** The platform of what runs in its build. */
  readonly builder: Platform;
  /** Whether the flags of `compilerFlags` reach it. */
  readonly hardened: boolean;
}

/**
 * A value of JSON's kinds with every text in it as it is for a target. A list for a platform takes the place of the one
 * element that stood for it.
 */
export function resolve<T>(value: T, target: Target): T {
  const { platform } = target;
  const at = (item: unknown): unknown => {
    if (typeof item === "string") return resolveText(item, target);
    if (Array.isArray(item))
      return item.flatMap((element): unknown[] => (isList(element) ? [...chosen(element, platform)] : [at(element)]));
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [key, at(member)]));
  };
  return at(value) as T;
}

function resolveText(text: string, target: Target): string {
  if (!text.includes(open)) return text;
  return text.replace(mark, (_, token: string) => {
    const own = builtIn(token, target);
    if (own !== undefined) return own;
    const choice = parse(token)[target.platform] ?? "";
    return typeof choice === "string" ? choice : choice.join(" ");
  });
}

/** Whether an element stands for a list of words. */
function isList(element: unknown): element is string {
  return typeof element === "string" && isPlatformText(element) && choicesIn(element).some(isListed);
}

/** Whether choices are lists. */
export function isListed(choices: Choices<string | readonly string[]>): boolean {
  return Object.values(choices).some((choice) => typeof choice !== "string");
}

function chosen(element: string, platform: Platform): readonly string[] {
  const choice = choicesIn(element)[0]?.[platform] ?? [];
  return typeof choice === "string" ? [choice] : choice;
}

function isBuiltIn(token: string): boolean {
  return token === "triplet" || token === "buildTriplet" || flagToken.test(token);
}

function parse(token: string): Choices<string | readonly string[]> {
  return JSON.parse(decodeURIComponent(token)) as Choices<string | readonly string[]>;
}
