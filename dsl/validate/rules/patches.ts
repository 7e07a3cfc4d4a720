import { ownFile } from "../../load/discover.js";
import type { Rule } from "../rule.js";

/** E208: every patch named exists, and every extra file is named: a patch nobody applies is a silent hole. */
export const patchesRule: Rule = ({ source, parsed, found }) => {
  const folder = ownFile(source.file);
  const patches = parsed.kind === "package" ? (parsed.patches ?? []) : [];
  const missing = patches.flatMap((name, index) =>
    found.extras.has(folder + name)
      ? []
      : [
          {
            code: "E208" as const,
            file: source.file,
            path: ["patches", index],
            message: `the patch '${name}' does not exist`,
            hint: `put it at ${folder}${name}.`,
          },
        ],
  );
  const twice = patches.flatMap((name, index) =>
    patches.indexOf(name) === index
      ? []
      : [
          {
            code: "E208" as const,
            file: source.file,
            path: ["patches", index],
            message: `the patch '${name}' is named twice`,
            hint: "remove one: it cannot be applied again.",
          },
        ],
  );
  const unused = (found.extrasOf.get(source.file) ?? [])
    .filter((file) => /\.(?:patch|diff)$/.test(file) && !patches.includes(file.slice(folder.length)))
    .map((file) => ({
      code: "E208" as const,
      file,
      message: "this patch is not listed in `patches`",
      hint: `name it in \`patches\` of ${source.file}, or delete it.`,
    }));
  return [...missing, ...twice, ...unused];
};
