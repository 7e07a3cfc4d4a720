import { definePallet } from "#dsl";
import { zlib } from "../core/zlib.js";

export const inner = definePallet({
  name: "pallet-inner",
  description: "Tools",
  members: [zlib],
});
