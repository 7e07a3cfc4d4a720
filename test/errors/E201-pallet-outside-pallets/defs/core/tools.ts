import { definePallet } from "#dsl";
import { tool } from "./tool.js";

export const tools = definePallet({
  name: "core-tools",
  description: "Tools",
  members: [tool],
});
