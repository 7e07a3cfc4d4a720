#!/usr/bin/env node
// Writes docs/dsl.md from the docstrings of the language; with --check only tells whether it is current.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Node, Project } from "ts-morph";

const repository = fileURLToPath(new URL("..", import.meta.url));
const target = join(repository, "docs/dsl.md");

const sections = [
  ["Packages and pallets", "model/package"],
  ["Dependencies", "model/dependency"],
  ["Allowances", "model/allow"],
  ["Vulnerabilities", "model/vex"],
  ["Sources", "model/source"],
  ["Mirrors", "model/mirrors"],
  ["Shell text", "model/script"],
  ["Recipes", "recipes/"],
  ["Platforms", "model/platform"],
];

/** The whole text of docs/dsl.md. */
function reference() {
  const project = new Project({
    tsConfigFilePath: join(repository, "tsconfig.json"),
    skipAddingFilesFromTsConfig: true,
  });
  const index = project.addSourceFileAtPath(join(repository, "dsl/index.ts"));
  project.resolveSourceFileDependencies();
  const exported = [...index.getExportedDeclarations()].map(([name, [declaration]]) => ({
    name,
    declaration,
    file: relative(join(repository, "dsl"), declaration.getSourceFile().getFilePath()),
  }));
  const listed = new Set(exported.map(({ name }) => name));
  const parts = sections.flatMap(([title, prefix]) => {
    const members = exported.filter(({ file }) => file.startsWith(prefix));
    if (members.length === 0)
      throw new Error(`no export of dsl/index.ts lies in dsl/${prefix}; repair the sections in docs/generate.js`);
    const shared = title === "Recipes" ? [options(project, "recipes/phases.ts", "RecipeOptions")] : [];
    return [`## ${title}`, ...shared, ...members.map(({ name, declaration }) => entry(name, declaration, listed))];
  });
  return `${["# The language", introduction, ...parts].join("\n\n")}\n`;
}

const introduction = [
  "Everything that `#dsl` exports. Written from the docstrings in `dsl/` by `node docs/generate.js`: change those, not this file.",
  "How to use it is in docs/authoring.md.",
].join("\n");

function options(project, file, name) {
  const declaration = project.getSourceFileOrThrow(join(repository, "dsl", file)).getInterfaceOrThrow(name);
  return [`### \`${name}\``, text(declaration), table(declaration)].join("\n\n");
}

function entry(name, declaration, listed) {
  if (Node.isFunctionDeclaration(declaration)) return functionEntry(name, declaration, listed);
  if (Node.isInterfaceDeclaration(declaration))
    return [`### \`${name}\``, text(declaration), table(declaration)].join("\n\n");
  const statement = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatementOrThrow() : declaration;
  if (Node.isTypeAliasDeclaration(declaration)) return aliasEntry(name, declaration, listed);
  return [`### \`${name}\``, text(statement)].join("\n\n");
}

/** An alias, with the interfaces of its own file that authors write out: what a function makes has a `kind`. */
function aliasEntry(name, declaration, listed) {
  const value = declaration.getTypeNodeOrThrow().getText();
  const parts = value
    .split(/\s*\|\s*/)
    .flatMap((part) => (listed.has(part) ? [] : (declaration.getSourceFile().getInterface(part) ?? [])))
    .filter((part) => part.getExtends().length === 0 && !part.getProperty("kind"));
  return [
    `### \`${name}\``,
    text(declaration),
    code(`type ${name} = ${oneLine(value)}`),
    ...parts.flatMap((part) => [`\`${part.getName()}\`: ${text(part)}`, table(part)]),
  ].join("\n\n");
}

function functionEntry(name, declaration, listed) {
  const parameters = declaration.getParameters();
  const signature = `${name}(${parameters.map((parameter) => oneLine(parameter.getText())).join(", ")})`;
  const own = parameters
    .map((parameter) => declaration.getSourceFile().getInterface(parameter.getTypeNode()?.getText() ?? ""))
    .filter((found) => found && !listed.has(found.getName()));
  return [`### \`${name}\``, text(declaration), code(signature), ...own.map(table)].join("\n\n");
}

function table(declaration) {
  const rows = declaration
    .getProperties()
    .map(
      (property) =>
        `| \`${property.getName()}${property.hasQuestionToken() ? "?" : ""}\` | \`${cell(property.getTypeNodeOrThrow().getText())}\` | ${cell(text(property))} |`,
    );
  return ["| member | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function text(node) {
  const found = describe(node);
  if (found === "") throw new Error(`${node.getSourceFile().getFilePath()}:${node.getStartLineNumber()}: no docstring`);
  return found;
}

function describe(node) {
  const [doc] = node.getJsDocs().slice(-1);
  if (doc === undefined) return "";
  const parameters = doc.getTags().map((tag) =>
    oneLine(tag.getText())
      .replace(/^@param (\S+) /, "`$1`: ")
      .replace(/[\s*]+$/, ""),
  );
  return [oneLine(doc.getDescription()), ...parameters].join(" ").trim();
}

function oneLine(value) {
  return value
    .replace(/\/\*\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .trim();
}

function cell(value) {
  return oneLine(value).replaceAll("|", "\\|");
}

function code(value) {
  return `    ${value}`;
}

const made = reference();
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    process.stderr.write("docs/dsl.md is not what the docstrings say; run `node docs/generate.js`\n");
    process.exit(1);
  }
} else {
  writeFileSync(target, made);
}
