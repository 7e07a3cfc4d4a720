import { Node, SyntaxKind, type Project, type SourceFile } from "ts-morph";

/** Whether two texts of a module hold the same words and comments, in whatever order; commas, semicolons and the kind of quotes do not count. */
export function saysTheSame(project: Project, before: string, after: string): boolean {
  const [one, other] = [before, after].map((text) =>
    words(project.createSourceFile("words.ts", text.replaceAll("\r\n", "\n"), { overwrite: true })),
  );
  return one!.length === other!.length && one!.every((word, index) => word === other![index]);
}

function words(source: SourceFile): string[] {
  const leaves = source.getDescendants().filter((node) => node.getChildCount() === 0 && !isComment(node));
  const said = leaves.map(wordOf).filter((word) => !/^[,;]?$/.test(word));
  return [...said, ...leaves.flatMap((node) => commentsBefore(source, node))].sort();
}

/** Some comments are nodes of ts-morph's own; the word behind has them too. */
function isComment(node: Node): boolean {
  return node.getKind() === SyntaxKind.SingleLineCommentTrivia || node.getKind() === SyntaxKind.MultiLineCommentTrivia;
}

function wordOf(node: Node): string {
  return Node.isStringLiteral(node) ? JSON.stringify(node.getLiteralValue()) : node.getText();
}

/** What lies between a word and the one before it is blank or a comment. A comment's own indentation is layout. */
function commentsBefore(source: SourceFile, node: Node): string[] {
  const between = source.getFullText().slice(node.getPos(), node.getStart());
  return (between.match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g) ?? []).map((comment) => comment.replace(/\s+/g, " ").trim());
}
