/** The text rules of docs/containerfile.md, each as a function from a Containerfile to the lines that break it. */
export interface TextRule {
  readonly name: string;
  readonly faults: (text: string) => string[];
}

interface Statement {
  readonly word: string;
  readonly rest: string;
  readonly stage: string;
  readonly body: readonly string[];
}

/** Splits a Containerfile into instructions: continuation lines joined, heredoc bodies kept apart. */
export function statements(text: string): Statement[] {
  const lines = text.split("\n");
  const found: Statement[] = [];
  let stage = "";
  while (lines.length > 0) {
    let line = lines.shift()!;
    if (line.trim() === "" || line.startsWith("#")) continue;
    while (line.endsWith("\\")) line = line.slice(0, -1) + lines.shift()!.trim();
    const delimiter = /<<-?(["']?)(\w+)\1(?:\s|$)/.exec(line)?.[2];
    const end = delimiter === undefined ? -1 : lines.indexOf(delimiter);
    const body = end < 0 ? [] : lines.splice(0, end + 1).slice(0, -1);
    const [word = "", ...rest] = line.trim().split(/\s+/);
    if (word === "FROM") stage = / AS (\S+)$/.exec(line)?.[1] ?? "";
    found.push({ word, rest: rest.join(" "), stage, body });
  }
  return found;
}

const rule = (name: string, breaks: (statement: Statement, all: readonly Statement[]) => boolean): TextRule => ({
  name,
  faults: (text) => {
    const all = statements(text);
    return all.filter((statement) => breaks(statement, all)).map((statement) => `${statement.word} ${statement.rest}`);
  },
});

const known = ["FROM", "USER", "ENV", "WORKDIR", "COPY", "ADD", "RUN", "ENTRYPOINT", "CMD"];
const flagsOf = (statement: Statement): string[] => statement.rest.split(" ").filter((word) => word.startsWith("--"));
const hasShell = (statement: Statement): boolean => statement.word === "RUN" && !/\[".*\]$/.test(statement.rest);

/** The text of a test's program, which nothing expands. */
const isProgram = ({ stage, rest }: Statement): boolean => stage === "test" && /^<<"\w+" \/tmp\/\S+$/.test(rest);

export const textRules: readonly TextRule[] = [
  rule("only known instructions", ({ word }) => !known.includes(word)),
  rule(
    "the rootfs stage only copies",
    ({ stage, word, rest }) => stage === "rootfs" && !(word === "COPY" || rest === "scratch AS rootfs"),
  ),
  rule(
    "COPY has --from and no other flag",
    (statement) =>
      statement.word === "COPY" &&
      !isProgram(statement) &&
      (flagsOf(statement).length !== 1 || !statement.rest.startsWith("--from=")),
  ),
  rule(
    "ADD takes a tar archive of the context",
    (statement) => statement.word === "ADD" && !/^[0-9a-f]{64}\/\S+\.(?:tar|tar\.gz|tgz) \/\S*$/.test(statement.rest),
  ),
  rule("RUN starts with --network=none", ({ word, rest }) => word === "RUN" && !rest.startsWith("--network=none ")),
  rule(
    "RUN mounts single sources",
    (statement) =>
      statement.word === "RUN" &&
      flagsOf(statement)
        .slice(1)
        .some((flag) => !/^--mount=type=bind,from=sources,source=[^,\s]+\/[^,\s]+,target=\/[^,\s]+$/.test(flag)),
  ),
  rule("heredocs are quoted", ({ word, rest }) => word === "RUN" && rest.includes("<<") && !rest.endsWith('<<"EOF"')),
  rule("scripts start with set -eu", (statement) => hasShell(statement) && statement.body[0] !== "set -eu"),
  rule(
    "commands outside heredocs are JSON",
    ({ word, rest, body }) =>
      (word === "RUN" && body.length === 0 && !/ \[".*"\]$/.test(rest)) ||
      (["ENTRYPOINT", "CMD"].includes(word) && !/^\[".*"\]$/.test(rest)),
  ),
  rule(
    "a stage with a shell fixes user and environment",
    (statement, all) =>
      hasShell(statement) &&
      !["USER 0:0", "ENV HOSTNAME=sandbox", "ENV SOURCE_DATE_EPOCH=315619200"].every((line) =>
        all
          .slice(0, all.indexOf(statement))
          .some((other) => other.stage === statement.stage && `${other.word} ${other.rest}` === line),
      ),
  ),
  rule("FROM and --from name what is known", (statement, all) => {
    const names = [...all].filter((other) => other.stage !== "").map((other) => other.stage);
    const target =
      statement.word === "FROM"
        ? statement.rest.split(" ")[0]!
        : /--from=(\S+)/.exec(statement.word === "COPY" ? statement.rest : "")?.[1];
    return (
      target !== undefined &&
      target !== "scratch" &&
      !names.includes(target) &&
      !/^stagex\.invalid\/[a-z0-9._-]+$/.test(target)
    );
  }),
  {
    name: "no directive comments",
    faults: (text) =>
      text.split("\n").filter((line) => /^#\s*(?:syntax|escape|check)\s*=/i.test(line) || /^#.*\\$/.test(line)),
  },
  {
    name: "at most 40 images laid over each other in a stage",
    faults: (text) => {
      const counts = new Map<string, number>();
      for (const { word, rest, stage } of statements(text))
        if (word === "COPY" && rest.startsWith("--from=stagex.invalid/") && stage !== "")
          counts.set(stage, (counts.get(stage) ?? 0) + 1);
      return [...counts].filter(([, count]) => count > 40).map(([stage, count]) => `${stage}: ${count}`);
    },
  },
];
