import { definePallet } from "#dsl";

export const tools = definePallet({
  name: "pallet-tools",
  description: "Tools",
  members: [],
});
