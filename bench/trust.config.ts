import { defineConfig } from "vitest/config";

/** `npx vitest run --config bench/trust.config.ts`: measures verification beside gpg, and the cost of hostile input. */
export default defineConfig({ test: { include: ["bench/trust.ts"], testTimeout: 1_200_000, hookTimeout: 1_200_000 } });
