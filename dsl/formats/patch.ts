/**
 * Unified diffs (GNU diffutils manual, "Detailed Description of Unified Format"; git-diff(1), "Generating patch text with -p") in the form
 * that GNU patch and busybox's patch read alike, with -p1. What one of them reads otherwise, or passes over, is a fault.
 */

/** What is wrong with a patch, at which line, and what to do instead. */
export interface PatchFault {
  readonly line: number;
  readonly fault: string;
  readonly hint: string;
}

/** A file that a patch changes, by its path in the source. */
export interface PatchedFile {
  readonly path: string;
  readonly change: "made" | "changed" | "deleted";
}

type Reading = { readonly files: readonly PatchedFile[] } | PatchFault;

const nothing = "/dev/null";
const written = "write paths as `git diff` does: a/src/main.c and b/src/main.c.";

/** Lines outside of hunks that a program may act upon; the first one that fits says what is wrong. */
const faults: readonly (readonly [form: RegExp, fault: string, hint: string])[] = [
  [
    /^(?:--- |\+\+\+ |@@ ).*\r$/,
    "has lines that end in a carriage return",
    "store it with line feeds alone; only lines of a file that has them itself keep theirs.",
  ],
  [
    /^(?:GIT binary patch|Binary files .* differ)$/,
    "changes a file that is no text",
    "bring the new file as one of `files`, and copy it in a hook.",
  ],
  [
    /^(?:rename|copy) (?:from|to) \S/,
    "renames or copies a file, which not every patch(1) does",
    "make it with `git diff --no-renames`.",
  ],
  [
    /^(?:(?:new|deleted) file|new|old) mode 120000$|^index \S+ 120000$/,
    "changes a symbolic link, which not every patch(1) does",
    "make links with `links`, or `ln` in a hook.",
  ],
  [
    /^(?:new|old) mode \d|^new file mode (?!100644$)/,
    "changes the mode of a file, which not every patch(1) does",
    "leave the mode out, and use `chmod` in a hook.",
  ],
  [/^(?:index \S+|new file mode|deleted file mode) 160000$/, "changes a submodule", "leave it out."],
  [/^Prereq:/, "asks for a word in the file, which not every patch(1) looks for", "remove the line."],
  [
    /^\*\*\* |^\d+(?:,\d+)?[acd]\d*(?:,\d+)?$/,
    "holds a diff in another form than the unified one, or a line that looks like one",
    "make it with `git diff` or `diff -u`, and write the text before it otherwise.",
  ],
  [
    /^(?:[ \tX]+|- )(?:--- |\+\+\+ |\*\*\* |@@ -|diff --git |Index:|Prereq:)/,
    "holds the head of a diff behind blanks, which some programs read as one",
    "write the text before the diff otherwise.",
  ],
];

/** The date of a file that is not there, by which some programs tell one that is made or deleted. */
const epoch = /^(?:1969-12-31|1970-01-01)|\b(?:Dec 31 .*1969|Jan +1 .*1970)\b/;

/**
 * Reads a patch to its end.
 * @param text one character per byte.
 * @returns the files that it changes, or the first fault.
 */
export function readPatch(text: string): Reading {
  const reader = new Reader(text.split("\n"));
  try {
    return { files: reader.read() };
  } catch (error) {
    if (error instanceof Fault) return { line: error.line, fault: error.message, hint: error.hint };
    throw error;
  }
}

class Fault extends Error {
  constructor(
    readonly line: number,
    fault: string,
    readonly hint: string,
  ) {
    super(fault);
  }
}

class Reader {
  private at = 0;
  private readonly files = new Map<string, PatchedFile["change"]>();
  /** Where git announced a file of which nothing has come yet. */
  private announced: number | undefined;
  private index: string | undefined;
  /** Whether git said by a hash of zeros that there is no file before or after. */
  private nothing = false;
  private readonly prefixes = new Set(["a", "b"]);

  constructor(private readonly lines: readonly string[]) {
    for (const [number, line] of lines.entries()) {
      const [before, after] = [this.name("--- ", line), this.name("+++ ", lines[number + 1] ?? "")];
      if (before !== undefined && after !== undefined && before.includes("/") && tail(before) === tail(after))
        [before, after].forEach((name) => this.prefixes.add(head(name)));
    }
  }

  read(): PatchedFile[] {
    while (this.at < this.lines.length) {
      if (/^--- \S/.test(this.line())) this.file();
      else this.outside();
    }
    this.complete();
    if (this.files.size === 0)
      throw new Fault(1, "changes nothing: it is no unified diff", "make it with `git diff` or `diff -u`.");
    return [...this.files].map(([path, change]) => ({ path, change }));
  }

  private line(): string {
    return this.lines[this.at] ?? "";
  }

  private fail(fault: string, hint: string, at = this.at): never {
    throw new Fault(at + 1, fault, hint);
  }

  /** Text around the diffs, and what git says of a file. */
  private outside(): void {
    const line = this.line();
    const [, fault, hint] = faults.find(([form]) => form.test(line)) ?? [];
    if (fault !== undefined) this.fail(fault, hint!);
    if (line.startsWith("diff --git ")) {
      this.complete();
      this.announced = this.at;
      this.nothing = false;
    }
    if (/^index (?:0+\.\.|\w+\.\.0+(?: |$))/.test(line)) this.nothing = true;
    if (line.startsWith("Index: ")) this.index = line.slice(7).trim();
    if (/^@@ -\d/.test(line)) this.fail("has a hunk that belongs to no file", written);
    if (/^\+\+\+ \S/.test(line)) this.fail("lacks the line `---` of a file", written);
    this.at += 1;
  }

  /** What has no hunk, such as an empty file that is made, is passed over by some. */
  private complete(): void {
    if (this.announced !== undefined)
      this.fail(
        "makes, deletes or changes a file without a line of text, which not every patch(1) does",
        "make it in a hook, or leave it out.",
        this.announced,
      );
  }

  private name(start: string, line: string): string | undefined {
    return line.startsWith(start) && line.length > start.length
      ? line.slice(start.length).replace(/\t.*/, "")
      : undefined;
  }

  private file(): void {
    const [before, after] = [this.line(), this.lines[this.at + 1] ?? ""];
    for (const line of [before, after])
      if (/\r$/.test(line)) this.fail(faults[0]![1], faults[0]![2], this.at + (line === before ? 0 : 1));
    const [old, now] = [this.name("--- ", before), this.name("+++ ", after)];
    if (old === undefined || now === undefined) this.fail("lacks the line `+++` of a file", written);
    const change = old === nothing ? "made" : now === nothing ? "deleted" : "changed";
    const path = this.path(old, now, change);
    if (change !== "made" && epoch.test(before.split("\t")[1] ?? ""))
      this.fail("has the date of a file that is not there, which some programs read as /dev/null", "remove the date.");
    if (change !== "deleted" && epoch.test(after.split("\t")[1] ?? ""))
      this.fail("has the date of a file that is not there, which some programs read as /dev/null", "remove the date.");
    if (this.index !== undefined && ![path, `a/${path}`].includes(this.index) && tail(this.index) !== path)
      this.fail(`names two files, '${this.index}' and '${path}'`, "remove the line `Index:`.");
    if (this.nothing && change === "changed")
      this.fail("says by its index that the file is made or deleted, and changes it", "make it with `git diff`.");
    this.nothing = false;
    if (this.files.has(path)) this.fail(`changes '${path}' twice`, "join both, or make two patches.");
    this.files.set(path, change);
    this.announced = this.index = undefined;
    this.at += 2;
    this.hunks(change);
  }

  /** Both names are those of one file, in two folders that -p1 drops. */
  private path(old: string, now: string, change: PatchedFile["change"]): string {
    const names = [old, now].filter((name) => name !== nothing);
    if (names.length === 0) this.fail("names no file", written);
    for (const name of names) this.checkName(name);
    const [first, second = first] = names as [string, string?];
    if (tail(first) === "-" || tail(second) === "-")
      this.fail("names a file '-', which some programs read as their input", "change such a file in a hook.");
    if (names.some((name) => !name.includes("/")))
      this.fail(`names '${first}' without a folder that -p1 could drop`, written);
    if (change === "changed" && (head(first) === head(second) || tail(first) !== tail(second)))
      this.fail(
        `names ${[...new Set([first, second])].map((name) => `'${name}'`).join(" and ")}, of which -p1 drops the first folder`,
        written,
      );
    if (change !== "changed" && !this.prefixes.has(head(first)))
      this.fail(`names '${first}', of which -p1 drops the first folder`, written);
    return tail(first);
  }

  private checkName(name: string): void {
    if (name.startsWith("/") || /(?:^|\/)\.\.(?:\/|$)/.test(name))
      this.fail("names a file outside the source", written);
    if (!/^[A-Za-z0-9@%_+=:,.~{}[\]()#!$&;^*?<>|/-]+(?: [^']*)?$/.test(name) || /["'\\]|[^ -~]/.test(name))
      this.fail(
        "names a file with letters that not every patch(1) reads alike",
        "change such a file with `sed` in a hook.",
      );
    if (name.includes(" ") && !this.lines.slice(this.at, this.at + 2).some((line) => line.includes(`${name}\t`)))
      this.fail("has a name with a blank that no tab ends", "end it with a tab, as `git diff` does.");
    if (/\/\/|\/\.\/|\/$/.test(name)) this.fail(`names '${name}', which is no plain path`, written);
  }

  private hunks(change: PatchedFile["change"]): void {
    const begin = this.at;
    let free = 0;
    while (this.line().startsWith("@@ ")) free = this.hunk(change, free);
    if (this.at === begin) this.fail("names a file and changes nothing in it", "remove it, or make the patch anew.");
    if (change !== "changed" && this.lines.slice(begin, this.at).filter((line) => /^@@ /.test(line)).length > 1)
      this.fail("makes or deletes a file in several hunks", "make it with `git diff`.", begin);
    if (/^[ +\t]|^-(?!-(?:$|[ -]))/.test(this.line()))
      this.fail("has more lines in a hunk than it says", "make the patch anew.");
  }

  /** One hunk; says at which line of the old file the next one may begin. */
  private hunk(change: PatchedFile["change"], free: number): number {
    const begin = this.at;
    const [, from, oldCount, newCount] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(this.line()) ?? [];
    if (from === undefined) this.fail("has a hunk whose head cannot be read", "make it with `git diff` or `diff -u`.");
    if (/\r$/.test(this.line())) this.fail(faults[0]![1], faults[0]![2]);
    const counts = { old: Number(oldCount ?? 1), new: Number(newCount ?? 1) };
    const start = Number(from);
    if ((change === "made") !== (start === 0 && counts.old === 0) || (change === "deleted") !== (counts.new === 0))
      this.fail(
        change === "changed"
          ? "fills or empties a file, which some programs read as making or deleting it"
          : "says that a file is made or deleted, and has other lines of it",
        change === "changed" ? "do it in a hook." : "make it with `git diff`.",
      );
    if (start < free) this.fail("has hunks out of order", "make it with `git diff`.");
    this.body({ ...counts }, begin);
    return start + counts.old;
  }

  private body(left: { old: number; new: number }, begin: number): void {
    let changed = false;
    for (this.at += 1; left.old > 0 || left.new > 0; this.at += 1) {
      const line = this.line();
      const kind = line === "" && this.at < this.lines.length - 1 ? " " : line.charAt(0);
      if (line.startsWith("\\")) this.unended();
      if (!" +-".includes(kind) || kind === "")
        this.fail("has fewer lines in a hunk than it says", "make the patch anew.", begin);
      if (kind !== "+") left.old -= 1;
      if (kind !== "-") left.new -= 1;
      if (left.old < 0 || left.new < 0)
        this.fail("has other lines in a hunk than it says", "make the patch anew.", begin);
      changed ||= kind !== " ";
    }
    if (this.line().startsWith("\\")) this.unended();
    if (!changed) this.fail("has a hunk that changes nothing", "remove it.", begin);
  }

  private unended(): never {
    return this.fail(
      "says of a line that no line feed ends it, which not every patch(1) reads",
      "change the end of such a file in a hook.",
    );
  }
}

/** The first folder of a path, which -p1 drops. */
function head(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

function tail(path: string): string {
  return path.slice(path.indexOf("/") + 1);
}
