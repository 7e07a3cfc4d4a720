import { resolve } from "node:path";
import type { Command } from "commander";
import { type AnchorOptions, printProblems, renderImage, run, sayJson, withAnchor } from "./terminal/trust-output.js";

interface Options extends AnchorOptions {
  readonly platform?: string;
  readonly layouts?: true;
  readonly partial?: true;
  readonly json?: true;
  readonly verbose?: true;
}

/**
 * `defs verify` and `defs verify history`. Exit codes: 0 every threshold met, 1 not, 2 usage, 3 no trusted policy.
 */
export function register(program: Command): void {
  const root = (): string => resolve(program.opts<{ root: string }>().root);
  const command = program
    .command("verify")
    .description("check that enough people signed the committed digests")
    .argument("[images...]", "images; all by default");
  withAnchor(command)
    .option("--platform <os/arch>", "only this platform")
    .option("--partial", "name images without a committed digest, but pass")
    .option("--layouts", "also hash the images in out/ and compare")
    .option("--verbose", "name every signature file, also the good ones")
    .option("--json", "print the verdict as JSON")
    .action((images: string[], options: Options) => run(() => verifyImages(root(), images, options)));
  command
    .command("history")
    .description("check that every commit to protected paths is signed and approved by two authors")
    .argument("[range]", "commits to check, <trusted commit>..HEAD", "HEAD")
    .action((range: string) => run(() => verifyCommits(root(), range)));
}

async function verifyImages(root: string, images: readonly string[], options: Options): Promise<number> {
  const [{ verifySignatures }, { printable }] = await Promise.all([
    import("../trust/verify.js"),
    import("../trust/problem.js"),
  ]);
  const result = await verifySignatures({ root, images, ...options });
  if (options.json === true) {
    sayJson(result);
    return result.met ? 0 : 1;
  }
  for (const key of result.refusedKeys)
    await printProblems([{ code: "E502", path: key.path, message: `key of ${key.person} is not used: ${key.reason}` }]);
  await printProblems(result.problems);
  if (options.partial === true)
    for (const name of result.unchecked) process.stderr.write(`not checked: ${printable(name)}\n`);
  for (const image of result.images) process.stdout.write(renderImage(image, options.verbose === true));
  const met = result.images.filter((image) => image.met).length;
  process.stdout.write(
    `policy version ${result.policy.version}: ${met} of ${result.images.length} images met their threshold\n`,
  );
  return result.met ? 0 : 1;
}

async function verifyCommits(root: string, range: string): Promise<number> {
  const { verifyHistory } = await import("../trust/history.js");
  const verdict = await verifyHistory(root, range, new Date());
  await printProblems(verdict.problems);
  process.stdout.write(
    `checked ${verdict.commits} commits, ${verdict.touching} of them to protected paths: ${verdict.problems.length} do not comply\n`,
  );
  return verdict.problems.length === 0 ? 0 : 1;
}
