import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

/**
 * A plugin for rolldown and vite: a template becomes the function that Handlebars makes of it, so that no command has to load
 * Handlebars' compiler. Nothing is escaped, and a value that the template names but nobody gives is an error.
 */
export const templates = {
  name: "templates",
  /** @param {string} file */
  load(file) {
    if (!file.endsWith(".hbs")) return undefined;
    const made = Handlebars.precompile(readFileSync(file, "utf8"), { noEscape: true, strict: true });
    return `import runtime from "handlebars/runtime.js";\nexport default runtime.template(${made});\n`;
  },
};
