import { defineConfig } from "vitest/config";

/** What needs a browser, Debian's chromium: `npx vitest run --config test/site/vitest.config.ts`. */
export default defineConfig({
  test: {
    include: ["test/site/*.test.ts"],
    globalSetup: ["test/support/current-compiler.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
  },
});
