import { posix } from "node:path";
import { Node, Project, type ObjectLiteralExpression, type SourceFile } from "ts-morph";
import { valueAt } from "../load/locate.js";
import { packageFields } from "../model/order.js";
import { DiagnosticsError } from "../report/diagnostic.js";
import { formatDefinition } from "./format.js";

/** A package to be named: what its definition exports, and that definition's path from the tree's root. */
export interface NewDependency {
  readonly exportName: string;
  readonly file: string;
}

/**
 * Writes other run-time dependencies into a definition, with the imports that they need, laid out as `defs fmt` does.
 * @param file the definition's path from the tree's root. @param remove places in `runDeps`. @param add what comes behind the others.
 * @throws DiagnosticsError (E703) when `runDeps` is not written in this file as a list of imported names.
 */
export function changeRunDeps(
  file: string,
  text: string,
  remove: ReadonlySet<number>,
  add: readonly NewDependency[],
): string {
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { noLib: true } });
  const source = project.createSourceFile("definition.ts", text);
  const list = valueAt(source, ["runDeps"], Node);
  if (list !== undefined && !Node.isArrayLiteralExpression(list)) throw refusal(source, file, list);
  const elements = (list?.getElements() ?? []).map((element) => element.getText());
  const kept = elements.filter((_, index) => !remove.has(index));
  const added = add.filter(({ exportName }) => !kept.includes(exportName));
  setField(definitionOf(source, file), [...kept, ...added.map(({ exportName }) => exportName)]);
  for (const dependency of added) addImport(source, file, dependency);
  for (const name of elements.filter((_, index) => remove.has(index))) dropImport(source, name);
  return formatDefinition(file, source.getFullText());
}

/** The field in its place, or gone when nothing is left to say. */
function setField(literal: ObjectLiteralExpression, names: readonly string[]): void {
  const property = literal.getProperty("runDeps");
  const initializer = `[${names.join(", ")}]`;
  if (names.length === 0) property?.remove();
  else if (Node.isPropertyAssignment(property)) property.setInitializer(initializer);
  else {
    const before = new Set(packageFields.slice(0, packageFields.indexOf("runDeps")));
    const index = literal.getProperties().findLastIndex((item) => "getName" in item && before.has(item.getName()));
    literal.insertPropertyAssignment(index + 1, { name: "runDeps", initializer });
  }
}

function addImport(source: SourceFile, file: string, { exportName, file: target }: NewDependency): void {
  const path = posix.relative(posix.dirname(file), target).replace(/\.ts$/, ".js");
  const moduleSpecifier = path.startsWith(".") ? path : `./${path}`;
  if (source.getImportDeclaration(moduleSpecifier) === undefined)
    source.addImportDeclaration({ moduleSpecifier, namedImports: [exportName] });
}

/** An import that nothing else in the file uses; tsc would refuse it. */
function dropImport(source: SourceFile, name: string): void {
  const users = source.getDescendants().filter((node) => Node.isIdentifier(node) && node.getText() === name);
  const declaration = users.length === 1 ? users[0]!.getFirstAncestor(Node.isImportDeclaration) : undefined;
  declaration?.remove();
}

function definitionOf(source: SourceFile, file: string): ObjectLiteralExpression {
  const calls = source.getDescendants().filter(Node.isCallExpression);
  const call = calls.find((item) => item.getExpression().getText() === "definePackage");
  const literal = call?.getArguments().find(Node.isObjectLiteralExpression);
  if (literal === undefined) throw refusal(source, file, source);
  return literal;
}

function refusal(source: SourceFile, file: string, place: Node): DiagnosticsError {
  const { line, column } = source.getLineAndColumnAtPos(place.getStart());
  const message = "`runDeps` cannot be changed here";
  const hint = "write it in the literal of this definition, as a list of imported packages.";
  return new DiagnosticsError([{ code: "E703", file, line, column, message, hint }], 1);
}
