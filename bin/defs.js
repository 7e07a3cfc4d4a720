#!/usr/bin/env node
// Starts the compiler; builds it first when its sources have changed since the last build.
import { build, builtHash, sourcesHash } from "./build.js";

if (builtHash() !== sourcesHash()) {
  process.stderr.write("defs: building the compiler\n");
  try {
    await build();
  } catch {
    process.stderr.write("defs: the compiler in dsl/ does not build; its errors stand above\n");
    process.exit(2);
  }
}
await import("../dist/cli/main.js");
