import { describe, expect, test } from "vitest";
import { emitScript } from "../../dsl/emit/script.js";
import { sections } from "../../dsl/lower/script.js";
import { command, recipe } from "../../dsl/recipes/phases.js";
import type { Build } from "../../dsl/model/build.js";
import type { Definition } from "../../dsl/validate/definition.js";
import { temporaryFolder, writeFiles } from "../support/files.js";
import { toolFamilies, wholeTree, type ToolFamily } from "../support/tool-families.js";

const echo = command("touch", "last");

function definition(build: Build, stage = "core"): Definition {
  return {
    name: "core-tool",
    stage,
    sources: [],
    patches: [],
    licenseFiles: ["LICENSE"],
    build,
  } as unknown as Definition;
}

const withHook = (body: string): Build =>
  recipe("x", [], { install: [echo] }, { before: { install: { kind: "script", body } } });

/** Runs the whole script of a build; says how it ended and which of the files that come last are there. */
function run(tools: ToolFamily, build: Build): { status: number | null; made: string[] } {
  const folder = temporaryFolder();
  writeFiles(folder, { "build/LICENSE": "text\n" });
  const script = emitScript(sections(definition(build)))
    .replaceAll("/rootfs", `${folder}/rootfs`)
    .replaceAll("/build/", `${folder}/build/`);
  const { status } = tools.run(script, `${folder}/build`);
  const tree = Object.keys(wholeTree(folder));
  return { status, made: tree.filter((path) => path.endsWith("/last") || path.endsWith("tool/LICENSE")) };
}

const license = "rootfs/usr/share/licenses/tool/LICENSE";

describe.each(toolFamilies.filter(({ here }) => here))("a hook, with the shell of $name,", (tools) => {
  test.each([
    "exit 0",
    "test -d /nowhere || exit 0",
    "exec true",
    "set +e\nfalse\ntrue",
    "set +u",
    "trap 'exit 0' EXIT",
    "cd /",
    "last() { exit; }\nlast",
    "umask 777\nexit",
    "exec >/dev/null 2>&1",
    "exec </dev/null",
    "IFS=/",
    "set -f",
    "set -- a b",
    "PATH=/nowhere",
    "readonly PATH=/nowhere",
    "unset PATH",
    "touch() { false; }",
    "alias touch=false",
    "trap '' TERM",
    "export DESTDIR=/nowhere",
    "while :; do break; done; exit 0",
    "case a in a) exit 0 ;; esac",
  ])("ends or changes nothing but itself: %s", (body) => {
    expect(run(tools, withHook(body))).toEqual({ status: 0, made: ["build/last", license] });
  });

  test.each([
    "exit 3",
    "false",
    "cat <<X\nno end",
    "true &&",
    "if true; then",
    "echo 'open",
    "kill -9 $$",
    "kill $$",
    "exec false",
    "(exit 2)",
    "false | false",
    "nowhere-to-be-found",
    ". ./nowhere",
    "cd /nowhere",
    "echo $UNSET",
  ])("ends the build with an error: %s", (body) => {
    const { status, made } = run(tools, withHook(body));
    expect(status).not.toBe(0);
    expect(made).toEqual([]);
  });

  test("a whole body does not skip the licence texts behind it", () => {
    expect(run(tools, { kind: "script", body: "touch last\nexit 0" })).toEqual({
      status: 0,
      made: ["build/last", license],
    });
  });
});

test("the bootstrap's scripts stay as they are", () => {
  expect(emitScript(sections(definition(withHook("exit 0"), "bootstrap")))).not.toContain("(");
});
