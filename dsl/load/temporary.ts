import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();
const signals = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** A new folder for what is needed only now. It is gone after `removeTemporaryFolder`, and after a signal that ends the process. */
export function makeTemporaryFolder(): string {
  if (folders.size === 0) for (const signal of signals) process.on(signal, end);
  const folder = mkdtempSync(join(tmpdir(), "defs-"));
  folders.add(folder);
  return folder;
}

/** Removes a folder that `makeTemporaryFolder` made, with everything in it. */
export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) for (const signal of signals) process.off(signal, end);
}

/** Ends as the signal would have without us: a shell sees 128 and its number. */
function end(signal: NodeJS.Signals): void {
  for (const folder of [...folders]) removeTemporaryFolder(folder);
  process.kill(process.pid, signal);
}
