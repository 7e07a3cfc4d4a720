import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { rolldown } from "rolldown";

/**
 * A plugin for rolldown and vite: a template becomes the function that Handlebars makes of it, so that no command has to load
 * Handlebars' compiler. A value that the template names but nobody gives is an error. In pages, `.html.hbs` and `.xml.hbs`, values are
 * escaped; in other texts nothing is. What runs in browsers, `.browser.js`, becomes one text with all that it imports.
 */
export const templates = {
  name: "templates",
  /** @param {string} file */
  async load(file) {
    if (file.endsWith(".browser.js")) return `export default ${JSON.stringify(await bundleForBrowsers(file))};\n`;
    if (!file.endsWith(".hbs")) return undefined;
    const noEscape = !/\.(?:html|xml)\.hbs$/.test(file);
    const made = Handlebars.precompile(readFileSync(file, "utf8"), { noEscape, strict: true });
    return `import runtime from "handlebars/runtime.js";\nexport default runtime.template(${made});\n`;
  },
};

/** One script, as small as it gets, that leaves no name behind. */
async function bundleForBrowsers(input) {
  const bundled = await rolldown({ input, platform: "browser" });
  const { output } = await bundled.generate({ format: "iife", minify: true });
  await bundled.close();
  return output[0].code;
}
