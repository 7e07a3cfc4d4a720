#!/usr/bin/env node
// Starts the compiler; builds it first when its sources have changed since the last build.
import { setFlagsFromString } from "node:v8";
import { build, builtHash, sourcesHash } from "./build.js";

// Few functions run often enough to repay V8 for optimising them as early as Node 20 has it do; later versions wait by themselves.
if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=1000000");

if (builtHash() !== sourcesHash()) {
  process.stderr.write("defs: building the compiler\n");
  try {
    await build();
  } catch (error) {
    // tsc has said what is wrong, and ends with a status.
    process.stderr.write(
      `defs: the compiler in dsl/ does not build${"status" in error ? "; see its errors above" : `: ${error.message}\nhint: \`npm ci\` installs what it needs; without its optional packages there is no compiler of TypeScript.`}\n`,
    );
    process.exit(2);
  }
}
await import("../dist/bundle/main.js");
