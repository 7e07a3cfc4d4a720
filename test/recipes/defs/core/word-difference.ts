import { cargo, definePackage, sh } from "#dsl";
import { debianRust } from "../bootstrap/debian-rust.js";
import crates from "./word-difference/crates.json" with { type: "json" };

/** A program of a few lines around a crate of the registry. */
export const wordDifference = definePackage({
  name: "core-word-difference",
  version: "1.0.0",
  description: "Difference of two texts, word by word",
  license: "ISC AND MIT",
  website: "https://crates.io/crates/difference",
  files: ["Cargo.lock", "Cargo.toml", "main.rs"],
  base: debianRust,
  build: cargo({
    vendored: crates,
    before: {
      prepare: sh`
      mkdir src
      cp /files/Cargo.toml /files/Cargo.lock .
      cp /files/main.rs src/
    ` },
  }),
});
