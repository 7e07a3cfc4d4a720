import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../author/fetch.js";
import { cacheFile } from "../load/cache.js";
import { writeFile } from "../load/files.js";
import { compile, type Compiled } from "./pipeline.js";

/**
 * Compiles a tree as if one of its definitions had this text: in a copy, so that the tree itself is never in between.
 * @throws DiagnosticsError with the mistakes that the text would bring.
 */
export function compileWith(root: string, file: string, text: string): Promise<Compiled> {
  return inTemporaryFolder(async (folder) => {
    if (existsSync(join(root, "defs"))) cpSync(join(root, "defs"), join(folder, "defs"), { recursive: true });
    if (existsSync(cacheFile(root))) cpSync(cacheFile(root), cacheFile(folder), { recursive: true });
    writeFile(join(folder, file), text);
    return await compile(folder);
  });
}
