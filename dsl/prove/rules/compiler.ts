import { buildTools } from "../../graph/tools.js";
import type { Elf } from "../elf.js";
import type { ContentRule, Subject } from "../rule.js";

/** Compilers of C and C++ by what they leave in `.comment`; others, of Go or Rust, leave nothing or their own name. */
const signs = { clang: /^clang version |clang version \d/, gcc: /^GCC: / } as const;

type Compiler = keyof typeof signs;

/** Libraries of C++ by the name that is needed at run time, and by the names of their functions in a file's text. */
const libraries: readonly { readonly of: Compiler; readonly needed: RegExp; readonly names: string }[] = [
  { of: "clang", needed: /^libc\+\+\.so/, names: "_ZNSt3__1" },
  { of: "gcc", needed: /^libstdc\+\+\.so/, names: "_ZNSt7__cxx11" },
];

/**
 * E815: what is compiled by Clang has nothing of GCC's in it, and its C++ uses libc++, as the rest of the tree: programs with two C++
 * libraries pass each other objects that the other cannot read. Where the build has GCC alone, the reverse holds.
 */
export const compilerRule: ContentRule = (subject, { file, elf, bytes }) => {
  const wanted = compilerOf(subject);
  if (elf === undefined || wanted === undefined) return [];
  const strange = makerOf(elf, wanted) ?? libraryOf(elf, bytes, wanted);
  if (strange === undefined) return [];
  const hint = `${wanted} compiles this package; where only another compiler can, take that one into the build alone and say why.`;
  return [{ code: "E815", subject: file.path, message: `${file.path} ${strange}`, hint, path: ["build"] }];
};

/** The compiler that a build has; none, or both, say nothing. */
function compilerOf({ graph, definition }: Subject): Compiler | undefined {
  const tools = buildTools(graph, definition);
  const [clang, gcc] = [tools.has("clang"), tools.has("gcc")];
  return clang === gcc ? undefined : clang ? "clang" : "gcc";
}

function makerOf({ makers }: Elf, wanted: Compiler): string | undefined {
  const other = makers.find((text) => Object.entries(signs).some(([name, sign]) => name !== wanted && sign.test(text)));
  return other === undefined ? undefined : `was made by ${other}`;
}

function libraryOf({ needed }: Elf, bytes: Buffer, wanted: Compiler): string | undefined {
  const others = libraries.filter(({ of }) => of !== wanted);
  const name = needed.find((library) => others.some((other) => other.needed.test(library)));
  if (name !== undefined) return `needs ${name}`;
  return others.some(({ names }) => bytes.includes(names)) ? "holds names of another C++ library" : undefined;
}
