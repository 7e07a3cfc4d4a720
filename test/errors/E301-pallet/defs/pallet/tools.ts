import { definePallet } from "#dsl";
import { editor } from "../user/editor.js";

export const tools = definePallet({
  name: "pallet-tools",
  description: "Tools",
  members: [editor],
});
