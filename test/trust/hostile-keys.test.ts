import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runBoth } from "./both.js";
import { frozen, makeGpg, now } from "./gpg.js";
import { makePolicy, makeTree, sha, type Tree } from "./tree.js";

/** Keys that must not count, and copies of key files that must not undo it. Everything is signed before a key is spoilt. */
const gpg = makeGpg();
afterAll(() => gpg.stop());
const day = 86_400;
const good = gpg.makeKey("good", "ed25519", "never", now() - 30 * day);
const weak = (hash: string): string[] => ["--cert-digest-algo", hash, "--allow-weak-digest-algos"];

/** A primary key for certificates, with a signing subkey. */
function withSubkey(name: string, hash = "SHA512", algorithm = "ed25519"): { primary: string; subkey: string } {
  gpg.run([...frozen(now() - 30 * day), "--quick-gen-key", name, algorithm, "cert", "never"]);
  const prints = (): string[] =>
    [
      ...gpg
        .run(["--with-colons", "--list-keys", `=${name}`])
        .toString()
        .matchAll(/^fpr:+([0-9A-F]{40}):/gm),
    ].map((found) => found[1] ?? "");
  const [primary = ""] = prints();
  gpg.run([...frozen(now() - 29 * day), ...weak(hash), "--quick-add-key", primary, algorithm, "sign", "never"]);
  return { primary, subkey: prints()[1] ?? "" };
}
function primaryOf(name: string, hash: string, algorithm = "ed25519"): string {
  gpg.run([...frozen(now() - 30 * day), ...weak(hash), "--quick-gen-key", name, algorithm, "cert,sign", "never"]);
  return /^fpr:+([0-9A-F]{40}):/m.exec(gpg.run(["--with-colons", "--list-keys", `=${name}`]).toString())?.[1] ?? "";
}
function answer(args: readonly string[], answers: readonly string[]): Buffer {
  return gpg.run(
    ["--no-batch", "--expert", "--yes", "--armor", "--command-fd", "0", ...args],
    `${answers.join("\n")}\n`,
  );
}
/** The key with a revocation of its own, made with a hash. */
function revoke(fingerprint: string, hash: string): string {
  gpg.run(["--allow-weak-digest-algos", "--import"], certificate(fingerprint, hash));
  return gpg.exportKey(fingerprint);
}
function certificate(fingerprint: string, hash: string): Buffer {
  return answer([...weak(hash), "--gen-revoke", fingerprint], ["y", "0", "", "y"]);
}

/** A tree whose image is signed by `good` and the key in question; two are needed. */
function signed(primary: string, signer = primary): Tree {
  const tree = makeTree(gpg, makePolicy([[good], [primary]], 2), ["core-a"]);
  tree.put(tree.path("core-a", 1), gpg.sign(good, tree.payload("core-a")));
  tree.put(
    tree.path("core-a", 2),
    gpg.sign(signer === primary ? primary : `${signer}!`, tree.payload("core-a"), now() - 5 * day),
  );
  return tree;
}
async function verdict(tree: Tree): Promise<[number, number]> {
  const { code, shellCode } = await runBoth(tree);
  return [code, shellCode];
}
const refused = [1, 1];
const passes = [0, 0];
const file = (tree: Tree, fingerprint: string): string =>
  readFileSync(join(tree.root, `keys/${fingerprint}.asc`), "utf8");

describe("a revocation counts whatever its hash", () => {
  const algorithms = ["ed25519", "rsa2048"];
  for (const algorithm of algorithms)
    for (const hash of ["SHA512", "SHA1", "MD5", "RIPEMD160"]) {
      test(`of a key of ${algorithm}, with ${hash}, in the file that the policy pins and in one that it does not`, async () => {
        const key = gpg.makeKey(`revoked ${algorithm} ${hash}`, algorithm, "never", now() - 30 * day);
        const tree = signed(key);
        expect(await verdict(tree)).toEqual(passes);
        const before = file(tree, key);
        const after = revoke(key, hash);
        // An older copy, which the policy pins, beside the revoked one.
        tree.put(`keys/${key}.asc`, after);
        tree.put(`keys/history/${sha(before)}.asc`, before);
        expect(await verdict(tree)).toEqual(refused);
        // The revoked copy in the history, the older one in place.
        tree.put(`keys/${key}.asc`, before);
        tree.put(`keys/history/${sha(after)}.asc`, after);
        expect(await verdict(tree)).toEqual(refused);
        tree.put(`keys/${key}.asc`, after);
        tree.pin();
        expect(await verdict(tree)).toEqual(refused);
        tree.remove();
      });
      test(`of a subkey of ${algorithm}, with ${hash}`, async () => {
        const { primary, subkey } = withSubkey(`subkey revoked ${algorithm} ${hash}`, "SHA512", algorithm);
        const tree = signed(primary, subkey);
        expect(await verdict(tree)).toEqual(passes);
        const before = file(tree, primary);
        answer([...weak(hash), "--edit-key", primary], ["key 1", "revkey", "y", "0", "", "y", "save"]);
        const after = gpg.exportKey(primary);
        expect(after).not.toBe(before);
        tree.put(`keys/history/${sha(after)}.asc`, after);
        expect(await verdict(tree)).toEqual(refused);
        tree.put(`keys/${primary}.asc`, after);
        tree.pin();
        expect(await verdict(tree)).toEqual(refused);
        tree.remove();
      });
    }
});

test("a subkey does not outlive its primary, whichever file revokes that", async () => {
  const { primary, subkey } = withSubkey("revoked above its subkey");
  const tree = signed(primary, subkey);
  expect(await verdict(tree)).toEqual(passes);
  const after = revoke(primary, "SHA512");
  tree.put(`keys/history/${sha(after)}.asc`, after);
  expect(await verdict(tree)).toEqual(refused);
  tree.remove();
});

describe("which file of a key counts", () => {
  const key = gpg.makeKey("copies", "ed25519", "never", now() - 30 * day);
  const make = (): Tree => signed(key);
  test("another copy of a good key in its place does not", async () => {
    const tree = make();
    gpg.run(["--quick-add-uid", key, `another name ${now()}`]);
    tree.put(`keys/${key}.asc`, gpg.exportKey(key));
    const outcome = await runBoth(tree);
    expect([outcome.code, outcome.shellCode]).toEqual(refused);
    expect(outcome.text).toMatch(/has SHA-256 .*, the policy pins/);
    expect(outcome.shellText).toMatch(/not the one that the policy pins/);
    tree.remove();
  });
  test("the pinned one does, also from the history", async () => {
    const tree = make();
    const before = file(tree, key);
    gpg.run(["--quick-add-uid", key, `yet another name ${now()}`]);
    tree.put(`keys/${key}.asc`, gpg.exportKey(key));
    tree.put(`keys/history/${sha(before)}.asc`, before);
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test("a file in the history under another hash than its own does not", async () => {
    const tree = make();
    const before = file(tree, key);
    gpg.run(["--quick-add-uid", key, `a third name ${now()}`]);
    tree.put(`keys/${key}.asc`, before.replace("-----END", "\n-----END"));
    tree.put(`keys/history/${sha(before)}.asc`, gpg.exportKey(key));
    expect(await verdict(tree)).toEqual(refused);
    tree.remove();
  });
  test("a subkey that only an unpinned copy has does not sign", async () => {
    const { primary } = withSubkey("added later");
    const tree = makeTree(gpg, makePolicy([[good], [primary]], 2), ["core-a"]);
    const before = file(tree, primary);
    gpg.run([...frozen(now() - 10 * day), "--quick-add-key", primary, "ed25519", "sign", "never"]);
    const prints = [
      ...gpg
        .run(["--with-colons", "--list-keys", primary])
        .toString()
        .matchAll(/^fpr:+([0-9A-F]{40}):/gm),
    ];
    tree.put(tree.path("core-a", 1), gpg.sign(good, tree.payload("core-a")));
    tree.put(tree.path("core-a", 2), gpg.sign(`${prints[2]?.[1]}!`, tree.payload("core-a")));
    tree.put(`keys/${primary}.asc`, gpg.exportKey(primary));
    tree.put(`keys/history/${sha(before)}.asc`, before);
    expect(await verdict(tree)).toEqual(refused);
    tree.remove();
  });
  test("a revocation by somebody else revokes nothing", async () => {
    const [victim, thief] = [gpg.makeKey("victim", "ed25519", "never", now() - 30 * day), gpg.makeKey("thief")];
    const tree = signed(victim);
    // The thief's own revocation, with the victim's file before it.
    const forged = Buffer.concat([gpg.run(["--export", victim]), gpg.run(["--dearmor"], certificate(thief, "SHA512"))]);
    tree.put(
      `keys/history/${sha(forged)}.asc`,
      gpg.run(["--enarmor"], forged).toString().replaceAll("ARMORED FILE", "PUBLIC KEY BLOCK"),
    );
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
});

describe("weak hashes in what a key says of itself", () => {
  const cases: [string, () => Tree][] = [
    ...["SHA1", "RIPEMD160", "SHA224"].flatMap((hash): [string, () => Tree][] => [
      [`a self-certificate with ${hash}`, () => signed(primaryOf(`self ${hash}`, hash))],
      [`a self-certificate of RSA with ${hash}`, () => signed(primaryOf(`self rsa ${hash}`, hash, "rsa2048"))],
    ]),
    // gpg makes no back-signature with SHA-1.
    ...["RIPEMD160", "SHA224"].map((hash): [string, () => Tree] => [
      `a binding and back-signature with ${hash}`,
      () => {
        const { primary, subkey } = withSubkey(`bound ${hash}`, hash);
        return signed(primary, subkey);
      },
    ]),
    [
      "a newer self-certificate with SHA1 beside one with SHA512",
      () => {
        const key = gpg.makeKey("renewed", "ed25519", "never", now() - 30 * day);
        gpg.run([...weak("SHA1"), "--quick-set-expire", key, "5y"]);
        return signed(key);
      },
    ],
  ];
  test.each(cases)("%s is refused by both", async (_title, make) => {
    const tree = make();
    expect(await verdict(tree)).toEqual(refused);
    tree.remove();
  });
  test("a user id that reads like a subkey hides no weak self-certificate", async () => {
    const tree = signed(primaryOf(":public sub key packet:", "SHA1"));
    expect(await verdict(tree)).toEqual(refused);
    tree.remove();
  });
  test.each(["SHA256", "SHA384"])("a self-certificate with %s counts for both", async (hash) => {
    const tree = signed(primaryOf(`strong ${hash}`, hash));
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test("somebody else's weak certificate does not spoil a key", async () => {
    const key = gpg.makeKey("certified by others", "ed25519", "never", now() - 30 * day);
    gpg.run([...weak("SHA224"), "--default-key", good, "--quick-sign-key", key]);
    const tree = signed(key);
    expect(gpg.run(["--list-packets"], file(tree, key)).toString()).toMatch(/digest algo 11,/);
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test("a weak subkey does not spoil its primary, nor a strong one beside it", async () => {
    const key = gpg.makeKey("mixed", "ed25519", "never", now() - 30 * day);
    gpg.run([...frozen(now() - 29 * day), ...weak("SHA224"), "--quick-add-key", key, "ed25519", "sign", "never"]);
    const tree = signed(key, key);
    tree.put(tree.path("core-a", 2), gpg.sign(`${key}!`, tree.payload("core-a")));
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
});

describe("a key that was extended after it signed, exported without its earlier self-signatures", () => {
  const extended = (key: string): string =>
    gpg.run(["--armor", "--export-options", "export-clean", "--export", key]).toString();
  test("counts as before", async () => {
    const key = gpg.makeKey("extended", "ed25519", "40d", now() - 30 * day);
    const tree = signed(key);
    gpg.run(["--quick-set-expire", key, "1y"]);
    tree.put(`keys/${key}.asc`, extended(key));
    tree.pin();
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test("counts when it has ended again", async () => {
    const key = gpg.makeKey("ended", "ed25519", "29d", now() - 30 * day);
    const tree = makeTree(gpg, makePolicy([[good], [key]], 2), ["core-a"]);
    tree.put(tree.path("core-a", 1), gpg.sign(good, tree.payload("core-a")));
    tree.put(tree.path("core-a", 2), gpg.sign(key, tree.payload("core-a"), now() - 10 * day));
    gpg.run([...frozen(now() - 5 * day), "--quick-set-expire", key, "3d"]);
    tree.put(`keys/${key}.asc`, extended(key));
    tree.pin();
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test("counts with its subkey", async () => {
    const { primary, subkey } = withSubkey("extended below");
    const tree = signed(primary, subkey);
    gpg.run(["--quick-set-expire", primary, "1y", "*"]);
    gpg.run(["--quick-set-expire", primary, "1y"]);
    tree.put(`keys/${primary}.asc`, extended(primary));
    tree.pin();
    expect(await verdict(tree)).toEqual(passes);
    tree.remove();
  });
  test.each(["with", "without"])(
    "counts for a day in the policy's window on which it had ended, %s its earlier self-signatures",
    async (how) => {
      const key = gpg.makeKey(`gap ${how}`, "ed25519", "10d", now() - 30 * day);
      const tree = makeTree(gpg, makePolicy([[good], [key]], 2), ["core-a"]);
      gpg.run([...frozen(now() - 8 * day), "--quick-set-expire", key, "1y"]);
      tree.put(tree.path("core-a", 1), gpg.sign(good, tree.payload("core-a")));
      tree.put(
        tree.path("core-a", 2),
        gpg.sign(key, tree.payload("core-a"), now() - 15 * day, ["--ignore-time-conflict", "--ignore-valid-from"]),
      );
      tree.put(`keys/${key}.asc`, how === "with" ? gpg.exportKey(key) : extended(key));
      tree.pin();
      expect(await verdict(tree)).toEqual(passes);
      tree.remove();
    },
  );
});
