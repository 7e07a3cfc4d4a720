import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node, ObjectLiteralExpression } from "ts-morph";
import type { Diagnostic } from "../report/diagnostic.js";

/**
 * Gives each diagnostic that knows only a value's path the line and column where the author wrote that value.
 * ts-morph is loaded only here, when there is something to say.
 */
export async function locate(root: string, diagnostics: readonly Diagnostic[]): Promise<Diagnostic[]> {
  if (diagnostics.every((item) => item.path === undefined)) return [...diagnostics];
  const { Project, Node: node } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { noLib: true } });
  const literals = new Map<string, ObjectLiteralExpression | undefined>();
  return diagnostics.map((item) => {
    if (item.path === undefined || item.line !== undefined) return item;
    if (!literals.has(item.file)) {
      const source = project.createSourceFile(item.file, readFileSync(join(root, item.file), "utf8"));
      const calls = source.getDescendants().filter(node.isCallExpression).filter((call) => /^define(?:Package|Pallet)$/.test(call.getExpression().getText()));
      literals.set(item.file, calls[0]?.getArguments().find(node.isObjectLiteralExpression));
    }
    const found = follow(literals.get(item.file), item.path, node);
    const place = found && found.getSourceFile().getLineAndColumnAtPos(found.getStart());
    const { path: _, ...rest } = item;
    return { ...rest, line: place?.line ?? 1, column: place?.column ?? 1 };
  });
}

/** Walks a value's path through literals as far as they go; the last node reached is the best place there is. */
function follow(start: Node | undefined, path: readonly (string | number)[], node: typeof Node): Node | undefined {
  let place = start;
  let value = start;
  for (const part of path) {
    const next = step(value, part, node);
    if (next === undefined) return place;
    place = next.place;
    value = next.value;
  }
  return place;
}

function step(value: Node | undefined, part: string | number, node: typeof Node): { place: Node; value: Node | undefined } | undefined {
  if (typeof part === "number") {
    const element = node.isArrayLiteralExpression(value) ? value.getElements()[part] : undefined;
    return element && { place: element, value: element };
  }
  if (!node.isObjectLiteralExpression(value)) return undefined;
  const property = value.getProperty(part) ?? value.getProperty(JSON.stringify(part));
  if (property !== undefined) return { place: property, value: node.isPropertyAssignment(property) ? property.getInitializer() : undefined };
  const spread = value.getProperties().find(node.isSpreadAssignment);
  return spread && { place: spread, value: undefined };
}
