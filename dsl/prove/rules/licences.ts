import { definitionOf } from "../../graph/graph.js";
import type { ImageRule } from "../rule.js";

const folder = "/usr/share/licenses/";

/** E807: an image with files from upstream's sources holds upstream's licence text. */
export const licencesRule: ImageRule = ({ graph, definition, own }) => {
  const whole = definition.build?.kind === "cut" ? definitionOf(graph, definition.build.from) : definition;
  const files = [...own.values()].filter(({ kind, size }) => kind === "file" && size > 0);
  if (whole.sources.length === 0 || files.length === 0 || files.some(({ path }) => path.startsWith(folder))) return [];
  return [
    {
      code: "E807",
      subject: folder,
      message: `${definition.name} holds files under ${whole.license}, but no licence text below ${folder}`,
      hint:
        definition.output === undefined
          ? 'name the texts of the archive: licenseFiles: ["COPYING"].'
          : `add "${folder}${whole.name.slice(whole.stage.length + 1)}" to the output's \`files\`.`,
      path: definition.output === undefined ? ["license"] : ["outputs", definition.output, "files"],
    },
  ];
};
