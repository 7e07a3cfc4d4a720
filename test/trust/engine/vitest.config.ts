import { defineConfig } from "vitest/config";

/** What needs skopeo, podman and docker-registry: `npx vitest run --config test/trust/engine/vitest.config.ts`. */
export default defineConfig({
  test: {
    dir: "test/trust/engine",
    include: ["**/*.engine.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
