import { defineConfig } from "vitest/config";
import { templates } from "./bin/templates.js";

export default defineConfig({
  plugins: [templates],
  resolve: { alias: { "#dsl": new URL("./dsl/index.ts", import.meta.url).pathname } },
  test: {
    include: ["test/**/*.test.ts"],
    // What needs a browser has a configuration of its own.
    exclude: ["test/site/**", "**/node_modules/**"],
    globalSetup: ["test/support/current-compiler.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make real processes wait for each other.
    maxWorkers: 2,
  },
});
