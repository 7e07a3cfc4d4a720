import { describe, expect, test } from "vitest";
import { withDefaults } from "../../../dsl/recipes/flags.js";

describe("default flags", () => {
  test("come before the author's", () => {
    expect(withDefaults(["--prefix=/usr"], ["--disable-nls"])).toEqual(["--prefix=/usr", "--disable-nls"]);
  });

  test("give way to a flag of the same name", () => {
    expect(withDefaults(["--prefix=/usr", "--libdir=lib"], ["--prefix=/opt"])).toEqual([
      "--libdir=lib",
      "--prefix=/opt",
    ]);
  });

  test("give way to a CMake variable with a type", () => {
    expect(withDefaults(["-DCMAKE_BUILD_TYPE=Release"], ["-DCMAKE_BUILD_TYPE:STRING=None"])).toEqual([
      "-DCMAKE_BUILD_TYPE:STRING=None",
    ]);
  });

  test("stay beside a flag whose name only begins alike", () => {
    expect(withDefaults(["--prefix=/usr"], ["--prefix-map=a"])).toEqual(["--prefix=/usr", "--prefix-map=a"]);
  });
});
