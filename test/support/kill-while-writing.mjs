// Preloaded into a node process: kills it at the write to generated/ whose number KILL_AT says, with half of the text written.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { writeFileSync, renameSync } = fs;
let calls = 0;
const dies = (path) => String(path).includes("/generated/") && ++calls === Number(process.env.KILL_AT);
fs.writeFileSync = (path, data, ...rest) => {
  if (!dies(path)) return writeFileSync(path, data, ...rest);
  writeFileSync(path, data.slice(0, data.length / 2), ...rest);
  process.kill(process.pid, "SIGKILL");
};
fs.renameSync = (from, to) => {
  if (dies(to)) process.kill(process.pid, "SIGKILL");
  return renameSync(from, to);
};
syncBuiltinESMExports();
