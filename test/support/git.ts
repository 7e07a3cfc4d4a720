import { execFileSync } from "node:child_process";

/** Runs git in a folder as somebody of the test's own, unsigned unless asked for. @returns what it prints. @throws when it fails. */
export function git(folder: string, ...words: readonly string[]): string {
  const settings = ["user.name=t", "user.email=t@example.invalid", "commit.gpgSign=false"];
  return execFileSync("git", [...settings.flatMap((setting) => ["-c", setting]), ...words], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
