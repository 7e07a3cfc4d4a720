import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const bootstrap = new URL("../../bootstrap/", import.meta.url).pathname;
export const architectures = ["amd64", "x86"] as const;
export type Architecture = (typeof architectures)[number];

export interface Seed {
  readonly architecture: Architecture;
  /** The program and what must stand before it: nothing, or the emulator where the kernel cannot run it. */
  readonly command: readonly string[];
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), "seed-"));
}

/** A directory in memory where there is one: ten thousand small files should not wait for a busy disk. */
export function memoryDirectory(): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "seed-"));
}

export function hexText(architecture: Architecture): string {
  return join(bootstrap, "seed", architecture, "hex0.hex0");
}

/** Makes the seed of its text, and finds out how it runs here; undefined, with a warning, where nothing can run it. */
export function makeSeed(architecture: Architecture, directory: string): Seed | undefined {
  const program = join(directory, `hex0-${architecture}`);
  execFileSync(join(bootstrap, "hex0.sh"), [hexText(architecture), program]);
  const emulator = architecture === "amd64" ? "qemu-x86_64" : "qemu-i386";
  for (const command of [[program], [emulator, program]]) {
    // Without arguments the seed ends with status 1 and prints nothing.
    const { status } = spawnSync(command[0]!, command.slice(1));
    if (status === 1) {
      if (command.length > 1) console.warn(`the ${architecture} seed is run by ${emulator}`);
      return { architecture, command };
    }
  }
  console.warn(
    `the ${architecture} seed is NOT RUN: neither this kernel nor ${emulator} (Debian package qemu-user) runs it`,
  );
  return undefined;
}
