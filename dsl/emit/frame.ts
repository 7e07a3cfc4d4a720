import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { repository } from "../load/place.js";

const compiled = new Map<string, Handlebars.TemplateDelegate>();

/** Fills a frame of emit/templates. Nothing is escaped, and a value that the frame names but nobody gives is an error. */
export function fillFrame(name: string, values: Readonly<Record<string, unknown>>): string {
  let template = compiled.get(name);
  if (template === undefined) {
    const text = readFileSync(join(repository, `dsl/emit/templates/${name}.hbs`), "utf8");
    template = Handlebars.compile(text, { noEscape: true, strict: true });
    compiled.set(name, template);
  }
  return template(values);
}
