import { Node, ts, type SourceFile } from "ts-morph";
import { applyEdits, type Edit } from "./text-edit.js";

/**
 * Lays a definition out: two blanks a level, double quotes, semicolons, a comma behind the last line of a list, one blank line at most.
 * Where lines break stays the author's choice, and nothing inside a template is touched. Changes the source file.
 */
export function layOut(source: SourceFile): string {
  source.replaceWithText(applyEdits(source.getFullText(), quotes(source)));
  source.formatText({
    indentSize: 2,
    convertTabsToSpaces: true,
    semicolons: ts.SemicolonPreference.Insert,
    insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: true,
    insertSpaceAfterSemicolonInForStatements: true,
    newLineCharacter: "\n",
  });
  source.replaceWithText(applyEdits(source.getFullText(), commas(source)));
  return withoutIdleBlanks(source);
}

/** Single quotes stay where the text itself holds a double quote. */
function quotes(source: SourceFile): Edit[] {
  return source
    .getDescendants()
    .filter(Node.isStringLiteral)
    .flatMap((item): Edit[] => {
      const text = item.getText();
      if (!text.startsWith("'") || text.includes('"')) return [];
      return [{ start: item.getStart(), end: item.getEnd(), text: `"${text.slice(1, -1).replaceAll("\\'", "'")}"` }];
    });
}

/** A list whose bracket closes on a line of its own ends in a comma; one on a single line does not. */
function commas(source: SourceFile): Edit[] {
  return source.getDescendants().flatMap((node): Edit[] => {
    const members = Node.isObjectLiteralExpression(node)
      ? node.getProperties()
      : Node.isArrayLiteralExpression(node)
        ? node.getElements()
        : [];
    const last = members.at(-1)?.getEnd();
    if (last === undefined) return [];
    const rest = source.getFullText().slice(last, node.getEnd() - 1);
    const code = rest.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, " "));
    const comma = code.indexOf(",");
    if (rest.includes("\n")) return comma < 0 ? [{ start: last, end: last, text: "," }] : [];
    return comma < 0 ? [] : [{ start: last + comma, end: last + comma + 1, text: "" }];
  });
}

/** Blanks at the end of a line go, and of several blank lines all but one; import statements stand apart from the rest. */
function withoutIdleBlanks(source: SourceFile): string {
  const text = source.getFullText().replaceAll("\r\n", "\n");
  const inside = templateLines(source);
  const last = source.getImportDeclarations().at(-1)?.getEndLineNumber();
  const lines: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const kept = inside.has(index + 1) ? line : line.trimEnd();
    if (kept === "" && !inside.has(index + 1) && (lines.length === 0 || lines.at(-1) === "")) continue;
    if (last !== undefined && index === last && kept !== "") lines.push("");
    lines.push(kept);
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Numbers of the lines whose end lies inside a template. */
function templateLines(source: SourceFile): Set<number> {
  const lines = new Set<number>();
  for (const node of source.getDescendants()) {
    if (!Node.isNoSubstitutionTemplateLiteral(node) && !Node.isTemplateExpression(node)) continue;
    for (let line = node.getStartLineNumber(); line < node.getEndLineNumber(); line++) lines.add(line);
  }
  return lines;
}
