import { definePallet } from "#dsl";
import { png } from "../core/png.js";
import { tool } from "../user/tool.js";

export const tools = definePallet({
  name: "pallet-tools",
  description: "Tools",
  members: [png, tool],
  aliases: ["toolbox"],
  config: { entrypoint: ["/usr/bin/tool"], cmd: ["--help"] },
});
