import { isExecutable, resolve } from "../files.js";
import { keyPath, searchFolders, type Finding, type ImageRule, type Subject } from "../rule.js";

/** E811: a command that `provides` names can be run, and a module that it names can be found, in the image with its closure. */
export const providesRule: ImageRule = (subject) =>
  subject.definition.provides.flatMap((name, index): Finding[] => {
    const [language, module] = name.split(/:(.*)/s);
    const fault =
      module === undefined
        ? commandFault(subject, name)
        : hasModule(subject, language!, module)
          ? undefined
          : "has no such module";
    if (fault === undefined) return [];
    return [
      {
        code: "E811",
        subject: name,
        message: `${subject.definition.name} says that it provides '${name}', but ${fault}`,
        hint: "remove it from `provides`, or install it.",
        path: keyPath(subject.definition, "provides", index),
      },
    ];
  });

function commandFault(subject: Subject, name: string): string | undefined {
  const folders = searchFolders(subject);
  const found = folders.flatMap((folder) => resolve(subject.closure, `${folder}/${name}`) ?? []);
  if (found.some(({ file }) => isExecutable(file))) return undefined;
  return found.length > 0 ? `${found[0]!.file.path} is not executable` : `it is in none of ${folders.join(", ")}`;
}

/** How the files of a module end: `A::B` is A/B.pm in Perl, `a.b` is a/b.py or a folder in Python. */
function hasModule({ closure }: Subject, language: string, module: string): boolean {
  const perl = `/${module.replaceAll("::", "/")}.pm`;
  const python = `/${module.replaceAll("-", "_").replaceAll(".", "/")}`;
  const ends = language === "perl" ? [perl] : [`${python}.py`, `${python}/__init__.py`];
  for (const path of closure.keys()) if (path.includes(language) && ends.some((end) => path.endsWith(end))) return true;
  return false;
}
