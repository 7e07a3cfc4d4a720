import { defineConfig } from "vitest/config";
import { templates } from "../bin/templates.js";

/** The tests of a mutation run: in one process, and without building the compiler, which they do not start. */
export default defineConfig({
  plugins: [templates],
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 1, bail: 1 },
});
