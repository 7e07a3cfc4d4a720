/**
 * What shell text leaves open at its end (POSIX.1-2017, Shell Command Language, sections 2.2 to 2.7.4): a shell would read what follows it
 * as a part of it. Knows quotes, comments, substitutions, parentheses and here-documents; what else is incomplete is an error of the
 * shell's own. Undefined when nothing is open.
 */
export function leftOpen(text: string): string | undefined {
  return new Scanner(text).scan();
}

/** What is begun, by how; `(1` is a parenthesis within an arithmetic expansion, `${%` an expansion with a pattern. */
type Begun = "(" | "((" | "(1" | "${" | "${%" | '"' | "`" | "case";

const ends = { "(": ")", "((": "))", "(1": ")", "${": "}", "${%": "}", '"': '"', "`": "`", case: "esac" } as const;
const names: Readonly<Record<Begun, string>> = {
  "(": "a parenthesis",
  "((": "an arithmetic expansion",
  "(1": "an arithmetic expansion",
  "${": "a parameter expansion",
  "${%": "a parameter expansion",
  '"': "a double quote",
  "`": "a backquote",
  case: "a case",
};

/** What stands before a word that is a command's, or one of the language. */
const before = /(?:^|[\n;&|(){}`!]|(?:^|\s)(?:do|elif|else|if|then|until|while))\s*$/;

interface Document {
  readonly end: string;
  readonly tabs: boolean;
}

class Scanner {
  private at = 0;
  private readonly begun: Begun[] = [];
  /** Here-documents that begin behind the next line feed. */
  private documents: Document[] = [];
  private fault: string | undefined;

  constructor(private readonly text: string) {}

  scan(): string | undefined {
    while (this.at < this.text.length && this.fault === undefined) this.step();
    this.readDocuments();
    const last = this.begun.at(-1);
    return this.fault ?? (last === undefined ? undefined : `leaves ${names[last]} open`);
  }

  private step(): void {
    const rest = this.text.slice(this.at, this.at + 3);
    const inside = this.begun.at(-1);
    if (rest.startsWith("\\")) this.at += 2;
    else if (this.begins(rest, inside)) return;
    else if (inside !== undefined && inside !== "case" && rest.startsWith(ends[inside])) this.end(ends[inside].length);
    else if (rest.startsWith("'") && this.takesQuotes(inside)) this.singleQuote();
    else if (inside === "${%" || inside === '"' || inside === "${" || inside === "((" || inside === "(1") this.at += 1;
    else this.command(rest);
  }

  /** In double quotes a single quote is a letter like others, but in a pattern it is none there either. */
  private takesQuotes(inside: Begun | undefined): boolean {
    return inside === "${%" || (inside === "${" && !this.begun.includes('"'));
  }

  private begin(what: Begun, length: number): true {
    this.begun.push(what);
    this.at += length;
    return true;
  }

  private end(length: number): void {
    this.begun.pop();
    this.at += length;
  }

  /** What begins in quotes, too. */
  private begins(rest: string, inside: Begun | undefined): boolean {
    if (rest === "$((") return this.begin("((", 3);
    if (rest.startsWith("$(")) return this.begin("(", 2);
    if (rest.startsWith("${"))
      return this.begin(/^\$\{\w+[#%]/.test(this.text.slice(this.at, this.at + 40)) ? "${%" : "${", 2);
    if (rest.startsWith("(") && (inside === "((" || inside === "(1")) return this.begin("(1", 1);
    if (rest.startsWith("`") && !this.begun.includes("`")) return this.begin("`", 1);
    return rest.startsWith('"') && inside !== '"' && inside !== "((" && inside !== "(1" && this.begin('"', 1);
  }

  /** Outside of quotes. */
  private command(rest: string): void {
    const first = rest.charAt(0);
    if (first === "'") this.singleQuote();
    else if (first === "#" && /^$|[\s;&|()]/.test(this.text.charAt(this.at - 1))) this.comment();
    else if (rest === "<<<") this.at += 3;
    else if (rest.startsWith("<<")) this.announce();
    else if (/[a-z]/.test(first)) this.word();
    else if (first === "(") this.begin("(", 1);
    // A pattern of `case` ends in a parenthesis that nothing began.
    else if (first === ")" && this.begun.at(-1) !== "case") this.fault = "closes a parenthesis that it did not open";
    else {
      this.at += 1;
      if (first === "\n") this.readDocuments();
    }
  }

  private singleQuote(): void {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) this.fault = "leaves a single quote open";
    this.at = end + 1;
  }

  private comment(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private word(): void {
    const [word] = /^[\w./+-]+/.exec(this.text.slice(this.at))!;
    const first = before.test(this.text.slice(Math.max(0, this.at - 40), this.at));
    if (first && word === "case") this.begin("case", 0);
    if (first && word === "esac" && this.begun.at(-1) === "case") this.end(0);
    this.at += word.length;
  }

  private announce(): void {
    const found = /^<<(-?)[ \t]*((?:\\[\s\S]|'[^']*'|"[^"]*"|[^\s;&|()<>\\'"])*)/.exec(this.text.slice(this.at))!;
    this.documents.push({ end: found[2]!.replace(/\\([\s\S])|['"]/g, "$1"), tabs: found[1] === "-" });
    this.at += found[0].length;
  }

  private readDocuments(): void {
    for (const document of this.documents.splice(0)) this.readDocument(document);
  }

  private readDocument({ end, tabs }: Document): void {
    while (this.at < this.text.length) {
      const stop = this.text.indexOf("\n", this.at);
      const line = this.text.slice(this.at, stop < 0 ? undefined : stop);
      this.at = stop < 0 ? this.text.length : stop + 1;
      if ((tabs ? line.replace(/^\t+/, "") : line) === end) return;
    }
    this.fault ??= `leaves a here-document open, which is to end in the line '${end}'`;
  }
}
