import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node, ObjectLiteralExpression, SourceFile } from "ts-morph";
import type { Diagnostic } from "../report/diagnostic.js";

/**
 * Gives each diagnostic that knows only a value's path, or a text near the fault, the line and column where the author
 * wrote it. ts-morph is loaded only here, when there is something to say.
 */
export async function locate(root: string, diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
  if (diagnostics.every((item) => item.line !== undefined || (item.path === undefined && item.near === undefined)))
    return [...diagnostics];
  const { Project, Node: node } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { noLib: true } });
  const sources = new Map<string, SourceFile>();
  return diagnostics.map((item) => {
    if (item.line !== undefined || (item.path === undefined && item.near === undefined)) return item;
    const source =
      sources.get(item.file) ?? project.createSourceFile(item.file, readFileSync(join(root, item.file), "utf8"));
    sources.set(item.file, source);
    const { path, near, ...rest } = item;
    const found = path === undefined ? source : follow(definition(source, node), path, node);
    return { ...rest, ...place(source, found, near) };
  });
}

/** The object literal given to `definePackage` or `definePallet`: the exported one, when there are several. */
function definition(source: SourceFile, node: typeof Node): ObjectLiteralExpression | undefined {
  const calls = source
    .getDescendants()
    .filter(node.isCallExpression)
    .filter((call) => /^define(?:Package|Pallet)$/.test(call.getExpression().getText()));
  const exported = calls.find((call) => call.getFirstAncestor(node.isVariableStatement)?.isExported());
  return (exported ?? calls[0])?.getArguments().find(node.isObjectLiteralExpression);
}

function place(
  source: SourceFile,
  found: Node | undefined,
  near: RegExp | undefined,
): { line: number; column: number } {
  if (found === undefined) return { line: 1, column: 1 };
  const inside = near === undefined ? undefined : near.exec(found.getText())?.index;
  // A whole file has no place of its own; the text near the fault gives it one.
  const offset = inside === undefined ? (found === source ? 0 : found.getStart()) : found.getStart() + inside;
  return source.getLineAndColumnAtPos(offset);
}

/** The expression that gives the value at a path of the exported definition, as far as literals and constants of the file tell it. */
export function valueAt(source: SourceFile, path: readonly (string | number)[], node: typeof Node): Node | undefined {
  return resolve(
    path.reduce<Node | undefined>(
      (value, part) => step(resolve(value, node), part, node)?.value,
      definition(source, node),
    ),
    node,
  );
}

/** Walks a value's path through literals as far as they go; the last node reached is the best place there is. */
function follow(start: Node | undefined, path: readonly (string | number)[], node: typeof Node): Node | undefined {
  let reached = start;
  let value = start;
  for (const part of path) {
    const next = step(resolve(value, node), part, node);
    if (next === undefined) return reached;
    [reached, value] = [next.place, next.value];
  }
  return reached;
}

/** The literal behind an expression: through `as`, `satisfies`, parentheses, and constants of the same file. */
function resolve(value: Node | undefined, node: typeof Node): Node | undefined {
  if (node.isAsExpression(value) || node.isSatisfiesExpression(value) || node.isParenthesizedExpression(value))
    return resolve(value.getExpression(), node);
  if (!node.isIdentifier(value)) return value;
  const declared = value.getSourceFile().getVariableDeclaration(value.getText())?.getInitializer();
  return declared === undefined ? value : resolve(declared, node);
}

type Step = { readonly place: Node; readonly value: Node | undefined };

function step(value: Node | undefined, part: string | number, node: typeof Node): Step | undefined {
  if (typeof part === "number") {
    const element = node.isArrayLiteralExpression(value) ? value.getElements()[part] : undefined;
    return element && { place: element, value: element };
  }
  return node.isObjectLiteralExpression(value) ? member(value, part, node) : undefined;
}

/** The last property or spread that sets a member is the one that counts. */
function member(literal: ObjectLiteralExpression, name: string, node: typeof Node): Step | undefined {
  let unclear: Step | undefined;
  for (const property of literal.getProperties().reverse()) {
    if (node.isSpreadAssignment(property)) {
      const spread = resolve(property.getExpression(), node);
      const inner = node.isObjectLiteralExpression(spread) ? member(spread, name, node) : undefined;
      if (inner !== undefined) return inner;
      unclear ??= { place: property, value: undefined };
    } else if (property.getName().replace(/^(["'])(.*)\1$/, "$2") === name) {
      return {
        place: property,
        value: node.isPropertyAssignment(property)
          ? property.getInitializer()
          : node.isShorthandPropertyAssignment(property)
            ? property.getNameNode()
            : undefined,
      };
    }
  }
  return unclear;
}
