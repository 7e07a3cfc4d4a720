// What a mutation run changes, one at a time: operators, conditions, limits and anchors, in TypeScript by its syntax tree, in awk and sh by
// their tokens.
import { Project, SyntaxKind } from "ts-morph";

/** Operators and what stands for each: the boundary, and the opposite. */
const swaps = {
  "===": ["!=="],
  "!==": ["==="],
  "==": ["!="],
  "!=": ["=="],
  "<": ["<="],
  "<=": ["<"],
  ">": [">="],
  ">=": [">"],
  "&&": ["||"],
  "||": ["&&"],
  "+": ["-"],
  "-": ["+"],
};

/** @returns {{start: number, end: number, text: string, what: string}[]} every mutant of a file. */
export function mutantsOf(path, text) {
  const found = path.endsWith(".ts") ? ofTypeScript(text) : ofTokens(text);
  return found.sort((one, other) => one.start - other.start || one.what.localeCompare(other.what));
}

function ofTypeScript(text) {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile("x.ts", text);
  const mutants = [];
  const put = (node, replacement, what) =>
    mutants.push({ start: node.getStart(), end: node.getEnd(), text: replacement, what });
  source.forEachDescendant((node) => {
    for (const [what, replacement] of changesOf(node)) put(node, replacement, what);
  });
  return mutants;
}

function changesOf(node) {
  const text = node.getText();
  switch (node.getKind()) {
    case SyntaxKind.BinaryExpression:
      return binary(node);
    case SyntaxKind.PrefixUnaryExpression:
      return text.startsWith("!") ? [["! left out", text.slice(1)]] : [];
    case SyntaxKind.NumericLiteral:
      return [[`${text} plus 1`, String(Number(text) + 1)]];
    case SyntaxKind.TrueKeyword:
      return [["true to false", "false"]];
    case SyntaxKind.FalseKeyword:
      return [["false to true", "true"]];
    case SyntaxKind.ConditionalExpression:
      return [
        [
          "branches swapped",
          `${node.getCondition().getText()} ? ${node.getWhenFalse().getText()} : ${node.getWhenTrue().getText()}`,
        ],
      ];
    case SyntaxKind.IfStatement:
      return [
        ["condition never true", text.replace(node.getExpression().getText(), "0 as number as unknown as boolean")],
      ];
    case SyntaxKind.ExpressionStatement:
      return /^(await )?[a-zA-Z.]+\(/.test(text) ? [["call left out", ";"]] : [];
    case SyntaxKind.RegularExpressionLiteral:
      return anchors(text);
    case SyntaxKind.PropertyAccessExpression:
      return [
        ["some", "every"],
        ["every", "some"],
      ]
        .filter(([from]) => text.endsWith(`.${from}`))
        .map(([from, to]) => [`${from} to ${to}`, text.slice(0, -from.length) + to]);
    default:
      return [];
  }
}

function binary(node) {
  const [left, operator, right] = [node.getLeft(), node.getOperatorToken(), node.getRight()].map((part) =>
    part.getText(),
  );
  if (operator === "??") return [["?? left out", left]];
  // A text that is built stays one.
  if (operator === "+" && /["'`]/.test(left + right)) return [];
  return (swaps[operator] ?? []).map((other) => [`${operator} to ${other}`, `${left} ${other} ${right}`]);
}

function anchors(text) {
  const end = text.lastIndexOf("/");
  return [
    ...(text.startsWith("/^") ? [["^ left out", `/${text.slice(2)}`]] : []),
    ...(text[end - 1] === "$" && text[end - 2] !== "\\"
      ? [["$ left out", text.slice(0, end - 1) + text.slice(end)]]
      : []),
  ];
}

const tokens =
  /(?<![=<>!~|&])(==|!=|<=|>=|&&|\|\|)(?![=|&])|(?<= )(<|>)(?= )|(?<![\w.$"'{[-])(\d+)(?![\w.\]}"'-])|!(?=[~(\w$])|\^|\$(?=\/)|(?<=\s)-(?:eq|ne|lt|gt|le|ge)(?=\s)/g;
const shellSwaps = { "-eq": "-ne", "-ne": "-eq", "-lt": "-le", "-le": "-lt", "-gt": "-ge", "-ge": "-gt" };

/** Lines of sh and awk without their comments. What a mutant breaks outright is killed at once, and counts as that. */
function ofTokens(text) {
  const mutants = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (!line.trimStart().startsWith("#"))
      for (const match of line.matchAll(tokens)) {
        const [token] = match;
        const at = start + match.index;
        for (const [what, replacement] of tokenChanges(token))
          mutants.push({ start: at, end: at + token.length, text: replacement, what });
      }
    start += line.length + 1;
  }
  return mutants;
}

function tokenChanges(token) {
  if (/^\d+$/.test(token)) return [[`${token} plus 1`, String(Number(token) + 1)]];
  if (token === "!" || token === "^" || token === "$") return [[`${token} left out`, ""]];
  const other = shellSwaps[token] ?? swaps[token]?.[0];
  return other === undefined ? [] : [[`${token} to ${other}`, other]];
}
