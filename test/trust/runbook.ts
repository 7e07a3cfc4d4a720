/** A checkout in which the commands of docs/signing.md run as they stand there. */
import { putImages } from "./generated.js";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../../dsl/trust/policy.js";
import { repository } from "../support/compiler.js";
import { git } from "../support/git.js";
import { type Gpg, makeGpg, put } from "./gpg.js";
import { makeLayout } from "./layouts.js";
import { sha } from "./tree.js";

/** The commands under each heading of the runbook, fence by fence. */
export const runbook: ReadonlyMap<string, readonly string[]> = readRunbook();

function readRunbook(): Map<string, string[]> {
  const text = readFileSync(join(repository, "docs/signing.md"), "utf8");
  const [, section = ""] = /^## Runbook\n(.*?)^## /ms.exec(text) ?? [];
  const parts = section.split(/^### (?=.*$)/m).slice(1);
  return new Map(
    parts.map((part) => [
      part.slice(0, part.indexOf("\n")),
      [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = ""]) => commands),
    ]),
  );
}

/** What a fence printed, and how its last command ended. */
export interface Ran {
  readonly code: number | null;
  readonly text: string;
}

const images = ["core-a", "core-b"];
/** Who asks for a passphrase gets an empty one. */
const pinentry = "#!/bin/sh\necho OK\nwhile read -r line; do echo OK; case $line in BYE*) exit ;; esac; done\n";

/** One checkout, and one GnuPG folder for all of its people; each of them is asked by name. */
export class Checkout {
  /** Fingerprint of the key that a person uses. */
  readonly keys = new Map<string, string>();
  readonly ran = new Set<string>();

  private constructor(
    readonly root: string,
    readonly gpg: Gpg,
  ) {}

  /** An empty checkout with two built images whose digests are committed, and no key. */
  static create(): Checkout {
    const checkout = new Checkout(mkdtempSync("/tmp/tb-"), makeGpg());
    checkout.fill();
    checkout.fillHome();
    return checkout;
  }

  private fill(): void {
    const { root } = this;
    cpSync(join(repository, "scripts"), join(root, "scripts"), { recursive: true });
    putImages(
      root,
      images.map((name) => ({ name, version: "1" })),
    );
    const digests = images.map((name) => makeLayout(root, `out/linux-amd64/${name}`, { layers: [name] }));
    images.forEach((name, index) =>
      put(root, `out/linux-amd64/${name}/record`, `digest sha256:${digests[index]}\norigin built\n`),
    );
    put(root, "digests/linux-amd64/core.txt", images.map((name, index) => `${digests[index]} ${name}\n`).join(""));
    put(root, "keys/README.md", "");
    put(root, ".gitignore", "out/\ntools/\nstate/\nstagex-trust/\n");
    this.putTool("defs", `#!/bin/sh\nexec '${process.execPath}' '${join(repository, "bin/defs.js")}' "$@"\n`);
    this.putTool("editor", '#!/bin/sh\ncp "$EDITED" "$1"\n');
    git(root, "init", "-q");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "state");
  }

  private fillHome(): void {
    put(this.gpg.home, "pinentry", pinentry);
    chmodSync(join(this.gpg.home, "pinentry"), 0o700);
    // A second key of the same name is made after a question, which a person answers with yes.
    put(this.gpg.home, "gpg.conf", "batch\nno-tty\nyes\n");
    put(this.gpg.home, "gpg-agent.conf", `pinentry-program ${join(this.gpg.home, "pinentry")}\n`);
  }

  private putTool(name: string, text: string): void {
    put(this.root, `tools/${name}`, text);
    chmodSync(join(this.root, "tools", name), 0o755);
  }

  /** A checkout and a GnuPG folder of its own with all that these have. */
  copy(): Checkout {
    const copy = new Checkout(mkdtempSync("/tmp/tb-"), makeGpg());
    cpSync(this.root, copy.root, { recursive: true });
    for (const name of ["pubring.kbx", "private-keys-v1.d", "openpgp-revocs.d", "trustdb.gpg"])
      cpSync(join(this.gpg.home, name), join(copy.gpg.home, name), { recursive: true });
    copy.fillHome();
    for (const [person, key] of this.keys) copy.keys.set(person, key);
    return copy;
  }

  /** Runs a fence of the runbook as somebody, who reads the variables that it names. */
  run(heading: string, fence: number, person: string, variables: Readonly<Record<string, string>> = {}): Ran {
    const commands = runbook.get(heading)?.[fence];
    if (commands === undefined) throw new Error(`docs/signing.md has no fence ${fence} of commands under '${heading}'`);
    this.ran.add(`${heading} ${fence}`);
    const result = spawnSync("sh", ["-euc", commands], {
      cwd: this.root,
      env: { ...this.environment(person), ...variables },
    });
    return { code: result.status, text: result.stdout.toString() + result.stderr.toString() };
  }

  private environment(person: string): NodeJS.ProcessEnv {
    const key = this.keys.get(person) ?? "";
    const settings = [
      ["user.name", person],
      ["user.email", "p@example.invalid"],
      ["user.signingKey", key],
    ];
    return {
      ...process.env,
      PATH: `${join(this.root, "tools")}:${process.env["PATH"]}`,
      GNUPGHOME: this.gpg.home,
      XDG_STATE_HOME: join(this.root, "state"),
      EDITOR: "editor",
      KEY: key,
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(settings.map(([name], index) => [`GIT_CONFIG_KEY_${index}`, name])),
      ...Object.fromEntries(settings.map(([, value], index) => [`GIT_CONFIG_VALUE_${index}`, value])),
    };
  }

  /** The same, where every command has to end well. @returns what was printed. */
  pass(heading: string, fence: number, person: string, variables: Readonly<Record<string, string>> = {}): string {
    const { code, text } = this.run(heading, fence, person, variables);
    if (code !== 0) throw new Error(`'${heading}', fence ${fence}, as ${person} ended with ${code}:\n${text}`);
    return text;
  }

  /** Has a person make a key as the runbook says. */
  makeKey(person: string): void {
    this.pass("First keys", 0, person, { NAME: `${person} <p@example.invalid>` });
    const [key = ""] = /[0-9A-F]{40}/.exec(git(this.root, "show", "--name-only", "--format=")) ?? [];
    this.keys.set(person, key);
  }

  get policy(): Policy {
    return JSON.parse(readFileSync(join(this.root, "keys/policy.json"), "utf8")) as Policy;
  }

  get policySha256(): string {
    return sha(readFileSync(join(this.root, "keys/policy.json")));
  }

  /** Edits the policy as the runbook says. @param edited what the editor leaves behind. */
  propose(person: string, edited: object): string {
    put(this.root, "state/edited", JSON.stringify(edited));
    return this.pass("A new version of the policy", 0, person, { EDITED: join(this.root, "state/edited") });
  }

  /** The same, and enough people sign it. @returns the SHA-256 of the new version, as printed. */
  agree(people: readonly string[], edited?: object): string {
    if (edited !== undefined) this.propose(people[0] ?? "", edited);
    for (const person of people) this.pass("A new version of the policy", 1, person);
    const printed = this.pass("A new version of the policy", 2, people[0] ?? "");
    return /^([0-9a-f]{64}) {2}keys\/policy\.json$/m.exec(printed)?.[1] ?? "";
  }

  remove(): void {
    this.gpg.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}
