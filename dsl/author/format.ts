import {
  Node,
  Project,
  SyntaxKind,
  ts,
  type ImportDeclaration,
  type ObjectLiteralExpression,
  type SourceFile,
} from "ts-morph";
import {
  configFields,
  outputFields,
  packageFields,
  palletFields,
  programFields,
  seedFields,
  sourceFields,
  unorderedLists,
} from "../model/order.js";
import { compareText, DiagnosticsError, type Diagnostic } from "../report/diagnostic.js";
import { arrange, type Piece } from "./arrange.js";
import { layOut } from "./layout.js";
import { saysTheSame } from "./same-words.js";
import { applyEdits, type Edit } from "./text-edit.js";

/**
 * The text of a definition as `defs fmt` leaves it: fields in the order of model/order, lists that have no order of their own and
 * imports sorted, one layout. Comments go with what they stand before or behind; what a definition says stays the same.
 * @throws DiagnosticsError when the text is no TypeScript.
 */
export function formatDefinition(file: string, text: string): string {
  refuseMistakes(file, text);
  let current = text;
  const parse = (): SourceFile => project.createSourceFile("definition.ts", current, { overwrite: true });
  for (const step of [nextImports, nextFields, nextList]) {
    for (let edit = step(parse()); edit !== undefined; edit = step(parse())) current = applyEdits(current, [edit]);
  }
  const after = layOut(parse());
  if (!saysTheSame(project, text, after))
    throw new DiagnosticsError(
      [
        {
          code: "E704",
          file,
          line: 1,
          column: 1,
          message: "this definition cannot be formatted: a word or comment of it would be lost",
          hint: "write each field and each comment on a line of its own.",
        },
      ],
      1,
    );
  return after;
}

const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { noLib: true } });

function refuseMistakes(file: string, text: string): void {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023 },
  });
  const found = diagnostics.map((item): Diagnostic => {
    const before = text.slice(0, item.start ?? 0).split("\n");
    return {
      code: `TS${item.code}`,
      file,
      line: before.length,
      column: before.at(-1)!.length + 1,
      message: ts.flattenDiagnosticMessageText(item.messageText, "\n"),
    };
  });
  if (found.length > 0) throw new DiagnosticsError(found, 1);
}

/** The first group of fields that stands out of order, in order. */
function nextFields(source: SourceFile): Edit | undefined {
  return firstOf(ownLiterals(source), ([literal, order]) => {
    const properties = literal.getProperties();
    const pieces = properties.map((property): Piece => ({ start: property.getStart(), end: property.getEnd() }));
    return arrange(source.getFullText(), literal.getStart() + 1, pieces, inOrder(properties.map(fieldName), order));
  });
}

/** The literals of a definition whose fields have an order, the inner ones first. */
function ownLiterals(source: SourceFile): [ObjectLiteralExpression, readonly string[]][] {
  return definitions(source).flatMap(({ literal, pallet }): [ObjectLiteralExpression, readonly string[]][] => [
    ...elements(member(literal, "sources")).map((item): [ObjectLiteralExpression, readonly string[]] => [
      item,
      item.getProperty("seed") === undefined ? sourceFields : seedFields,
    ]),
    ...[literal, ...outputs(literal)]
      .flatMap((tested) => elements(member(tested, "tests")))
      .map((item): [ObjectLiteralExpression, readonly string[]] => [item, programFields]),
    ...literals(member(literal, "config")).map((item): [ObjectLiteralExpression, readonly string[]] => [
      item,
      configFields,
    ]),
    ...outputs(literal).map((item): [ObjectLiteralExpression, readonly string[]] => [item, outputFields]),
    [literal, pallet ? palletFields : packageFields],
  ]);
}

/** The object literals that are given to `definePackage` and `definePallet`. */
function definitions(source: SourceFile): { literal: ObjectLiteralExpression; pallet: boolean }[] {
  return source.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    const [name, literal] = [call.getExpression().getText(), call.getArguments()[0]];
    return /^define(?:Package|Pallet)$/.test(name) && Node.isObjectLiteralExpression(literal)
      ? [{ literal, pallet: name === "definePallet" }]
      : [];
  });
}

function member(literal: ObjectLiteralExpression, name: string): Node | undefined {
  const property = literal.getProperty(name);
  return Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
}

function literals(...nodes: readonly (Node | undefined)[]): ObjectLiteralExpression[] {
  return nodes.filter(Node.isObjectLiteralExpression);
}

function elements(list: Node | undefined): ObjectLiteralExpression[] {
  return Node.isArrayLiteralExpression(list) ? literals(...list.getElements()) : [];
}

function outputs(literal: ObjectLiteralExpression): ObjectLiteralExpression[] {
  return literals(member(literal, "outputs")).flatMap((all) =>
    literals(
      ...all
        .getProperties()
        .map((property) => (Node.isPropertyAssignment(property) ? property.getInitializer() : undefined)),
    ),
  );
}

/** A spread and a computed name have none: what stands before and after them stays there, because the later one counts. */
function fieldName(property: Node): string | undefined {
  if (
    !Node.isPropertyAssignment(property) &&
    !Node.isShorthandPropertyAssignment(property) &&
    !Node.isMethodDeclaration(property)
  )
    return undefined;
  const name = property.getNameNode();
  return Node.isIdentifier(name) ? name.getText() : Node.isStringLiteral(name) ? name.getLiteralText() : undefined;
}

/** Positions of the names in the wanted order. An unknown name follows the one before it; a nameless one parts two groups. */
function inOrder(names: readonly (string | undefined)[], order: readonly string[]): number[] {
  const keys: [group: number, rank: number][] = [];
  let [group, rank] = [0, -1];
  for (const name of names) {
    if (name === undefined) [group, rank] = [group + 1, -1];
    else if (order.includes(name)) rank = order.indexOf(name);
    keys.push([group, rank]);
    if (name === undefined) group++;
  }
  return names.map((_, index) => index).sort((a, b) => keys[a]![0] - keys[b]![0] || keys[a]![1] - keys[b]![1] || a - b);
}

/** The first list that is not sorted, sorted: strings, also in spread literals, whose lengths stay as they are. */
function nextList(source: SourceFile): Edit | undefined {
  const all = definitions(source)
    .flatMap(({ literal }) => [literal, ...outputs(literal)])
    .flatMap((literal) => unorderedLists.map((name) => member(literal, name)));
  return firstOf(all, (list) => {
    const strings = list === undefined ? undefined : stringsOf(list);
    if (strings === undefined || /\/[/*]/.test(withoutStrings(list!))) return undefined;
    const sorted = strings.map((item) => item.getText()).sort((a, b) => compareText(a.slice(1, -1), b.slice(1, -1)));
    if (sorted.every((text, index) => text === strings[index]!.getText())) return undefined;
    let [text, last] = ["", list!.getStart()];
    for (const [index, item] of strings.entries()) {
      text += source.getFullText().slice(last, item.getStart()) + sorted[index]!;
      last = item.getEnd();
    }
    return { start: list!.getStart(), end: last, text };
  });
}

/** The string literals of a list in order, or undefined when it holds anything else. */
function stringsOf(list: Node): Node[] | undefined {
  if (!Node.isArrayLiteralExpression(list)) return undefined;
  const parts = list
    .getElements()
    .map((item) =>
      Node.isStringLiteral(item) ? [item] : Node.isSpreadElement(item) ? stringsOf(item.getExpression()) : undefined,
    );
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part!);
}

function withoutStrings(list: Node): string {
  return list.getText().replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
}

/** The imports at the head of the file by address, and the names of each. */
function nextImports(source: SourceFile): Edit | undefined {
  const imports = source.getImportDeclarations();
  const names = firstOf(imports, sortedNames);
  if (names !== undefined) return names;
  const head = source.getStatements().slice(0, imports.length);
  if (imports.length < 2 || !head.every(Node.isImportDeclaration)) return undefined;
  const order = imports
    .map((_, index) => index)
    .sort((a, b) => compareText(address(imports[a]!), address(imports[b]!)) || a - b);
  const text = source.getFullText();
  // What stands above the first import, parted from it by a blank line, belongs to the file.
  const above = text.slice(0, imports[0]!.getStart());
  const start = /[\s\S]*\n[ \t]*\r?\n/.exec(above)?.[0].length ?? 0;
  return arrange(
    text,
    start,
    imports.map((item) => ({ start: item.getStart(), end: item.getEnd() })),
    order,
    "",
  );
}

function address(statement: ImportDeclaration): string {
  return statement.getModuleSpecifierValue();
}

function sortedNames(statement: ImportDeclaration): Edit | undefined {
  const names = statement.getNamedImports();
  const list = statement.getImportClause()?.getNamedBindings();
  if (names.length < 2 || list === undefined || /\/[/*]/.test(list.getText())) return undefined;
  const sorted = names
    .map((name) => name.getText())
    .sort((a, b) => compareText(a.replace(/^type /, ""), b.replace(/^type /, "")));
  if (sorted.every((text, index) => text === names[index]!.getText())) return undefined;
  return { start: names[0]!.getStart(), end: names.at(-1)!.getEnd(), text: sorted.join(", ") };
}

function firstOf<T>(items: readonly T[], edit: (item: T) => Edit | undefined): Edit | undefined {
  for (const item of items) {
    const found = edit(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
