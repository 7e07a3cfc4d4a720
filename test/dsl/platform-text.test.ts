import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { platforms, type Platform } from "../../dsl/model/platform.js";
import { byPlatform, choicesIn, plainText, resolve, triplet, buildTriplet } from "../../dsl/model/platform-text.js";

const [x86, amd64, arm64] = platforms;
const on = (platform: Platform, builder = platform) => ({ platform, builder, hardened: true });

describe("a text by platform", () => {
  test("holds any text of the author's, also inside another text", () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (text, before, after) => {
        const value = `${before}${byPlatform({ [amd64]: text })}${after}`;
        expect(resolve([value], on(amd64))).toEqual([`${before}${text}${after}`]);
        expect(plainText(value)).toBe(before + after);
        expect(choicesIn(value)).toEqual([{ [amd64]: text }]);
      }),
    ));

  test("is another one on each platform, and the builder's where that is meant", () => {
    const flags = [`--build=${buildTriplet}`, `--host=${triplet}`];
    expect(resolve(flags, on(arm64, x86))).toEqual(["--build=x86_64-pc-linux-gnu", "--host=aarch64-linux-musl"]);
    expect(resolve(flags, on(amd64))).toEqual(["--build=x86_64-pc-linux-gnu", "--host=x86_64-linux-musl"]);
  });
});

test("A list by platform takes the place of the one element that stood for it, as long as it is, at any depth.", () => {
  const words = byPlatform({ [amd64]: ["--one", "--two"], [arm64]: [] });
  const value = { steps: [{ words: ["make", ...words, "all"] }], env: { A: "a" } };
  expect(resolve(value, on(amd64))).toEqual({
    steps: [{ words: ["make", "--one", "--two", "all"] }],
    env: { A: "a" },
  });
  expect(resolve(value, on(arm64, amd64))).toEqual({ steps: [{ words: ["make", "all"] }], env: { A: "a" } });
});
